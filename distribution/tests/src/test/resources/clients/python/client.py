"""confluent_kafka against a broker: client.py BOOTSTRAP TOPIC COUNT; CLIENT_PROPERTIES holds further properties as JSON"""

import json
import os
import sys
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap, topic, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
LIMIT_S = 30
common = {"bootstrap.servers": bootstrap, **json.loads(os.environ.get("CLIENT_PROPERTIES", "{}"))}


def create(admin):
    admin.create_topics([NewTopic(topic, num_partitions=3, replication_factor=1)])[topic].result(LIMIT_S)


def produce():
    delivered = []

    def on_delivery(error, message):
        if error is not None:
            raise KafkaException(error)
        delivered.append(message.offset())

    producer = Producer({**common, "enable.idempotence": True, "compression.type": "lz4"})
    for i in range(count):
        producer.produce(topic, key=f"key-{i}", value=f"value-{i}", headers={"number": str(i)}, on_delivery=on_delivery)
    producer.flush(LIMIT_S)
    print(f"delivered {len(delivered)}")


def consume():
    consumer = Consumer(
        {
            **common,
            "group.id": f"{topic}-group",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([topic])
    seen = set()
    deadline = time.monotonic() + LIMIT_S
    while len(seen) < count and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        number = dict(message.headers())["number"].decode()
        assert message.value().decode() == f"value-{number}" and message.key().decode() == f"key-{number}"
        seen.add(number)
    print(f"consumed {len(seen)} of {count}")
    consumer.commit(asynchronous=False)
    committed = consumer.committed(consumer.assignment(), timeout=LIMIT_S)
    print(f"committed {sum(max(0, partition.offset) for partition in committed)}")
    consumer.close()


def delete(admin):
    admin.delete_topics([topic])[topic].result(LIMIT_S)
    metadata = admin.list_topics(timeout=LIMIT_S)
    print("still there" if topic in metadata.topics else "deleted")


def main():
    admin = AdminClient(common)
    create(admin)
    try:
        admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(LIMIT_S)
    except KafkaException as error:
        assert error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS, error
    else:
        raise AssertionError("the topic was created twice")
    produce()
    consume()
    delete(admin)


main()
