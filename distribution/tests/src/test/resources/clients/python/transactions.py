"""confluent_kafka's transactions against a broker: transactions.py BOOTSTRAP SOURCE TARGET COUNT"""

import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

bootstrap, source, target, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
LIMIT_S = 30


def fill():
    producer = Producer({"bootstrap.servers": bootstrap})
    for i in range(count):
        producer.produce(source, key="k", value=f"value-{i}")
    producer.flush(LIMIT_S)


def consumer(topic, group):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([topic])
    return consumer


def read(consumer, wanted):
    values = []
    deadline = time.monotonic() + LIMIT_S
    while len(values) < wanted and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        values.append(message.value().decode())
    return values


fill()
producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": f"{source}-python"})
producer.init_transactions(LIMIT_S)
reader = consumer(source, f"{source}-python")
values = read(reader, count)
for outcome in ("abort", "commit"):
    producer.begin_transaction()
    for value in values:
        producer.produce(target, key="k", value=f"{outcome}-{value}")
    producer.send_offsets_to_transaction(
        reader.position(reader.assignment()), reader.consumer_group_metadata(), LIMIT_S
    )
    producer.flush(LIMIT_S)
    if outcome == "abort":
        producer.abort_transaction(LIMIT_S)
    else:
        producer.commit_transaction(LIMIT_S)
committed = reader.committed([TopicPartition(source, 0)], timeout=LIMIT_S)
print(f"offset {committed[0].offset}")
reader.close()
checker = consumer(target, f"{source}-check")
seen = read(checker, count)
checker.close()
print(f"seen {len(seen)}, aborted {sum(value.startswith('abort') for value in seen)}")
