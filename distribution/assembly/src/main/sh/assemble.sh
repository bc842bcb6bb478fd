#!/usr/bin/env bash
# Makes the two packages from what Maven has built:
#   assemble.sh BASEDIR VERSION
# BASEDIR/target/lib holds the jars and BASEDIR/target/runtime a trimmed Java; the packages go to BASEDIR/../target.
set -euo pipefail
base=$1 version=$2
target=$base/../target
name=gossip-$version
home=$target/$name
date='2026-11-01 00:00:00 UTC'

rm -rf "$home"
mkdir -p "$home/lib" "$home/docs" "$home/proto" "$home/completion"
cp -R "$base/src/main/dist/." "$home"
cp "$base"/target/lib/*.jar "$home/lib"
cp "$base"/../docs/*.md "$home/docs"
cp -R "$base/../../gossip.plugins/grpc/src/main/protobuf/." "$home/proto"
cp "$base/../../LICENSE" "$home"

pack() {
  # Fixed dates: the same sources give the same package, and a start-up cache remembers the dates of its jars.
  find "$home" -exec touch -h -d "$date" {} +
  tar --sort=name --owner=0 --group=0 --numeric-owner -C "$target" -cf - "$name" | gzip -n -5 >"$target/$1.tar.gz"
  echo "$target/$1.tar.gz ($(du -h "$target/$1.tar.gz" | cut -f 1))"
}

export GOSSIP_JAVA=$base/target/runtime/bin/java
"$home/bin/gossip" completion bash >"$home/completion/gossip.bash"
"$home/bin/gossip" completion zsh >"$home/completion/_gossip"
pack "$name"

unset GOSSIP_JAVA
cp -R "$base/target/runtime" "$home/runtime"
find "$home" -exec touch -h -d "$date" {} +
"$home/bin/gossip" optimize
pack "$name-linux-x64"
# ./gossip compares the dates of the sources with this one.
touch "$target/built"
