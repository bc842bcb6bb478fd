// usage: node client.js BOOTSTRAP PROTOCOL TOPIC COUNT
// Sends and reads COUNT records in a group of a protocol (classic or consumer), then lists and deletes the group.
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'

const [bootstrap, groupProtocol, topic, count] = process.argv.slice(2)
const bootstrapBrokers = [bootstrap]
const groupId = topic + '-group'

const admin = new Admin({ clientId: 'admin', bootstrapBrokers })
await admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 })

const producer = new Producer({ clientId: 'producer', bootstrapBrokers, serializers: stringSerializers })
const messages = []
for (let i = 0; i < Number(count); i++) {
  messages.push({ topic, key: 'k' + i, value: 'v' + i })
}
await producer.send({ messages })
await producer.close()

const consumer = new Consumer({
  groupId,
  clientId: 'consumer',
  bootstrapBrokers,
  deserializers: stringDeserializers,
  groupProtocol
})
const stream = await consumer.consume({ autocommit: true, topics: [topic], mode: 'earliest' })
const values = new Set()
for await (const message of stream) {
  values.add(message.value)
  if (values.size === Number(count)) {
    break
  }
}
console.log('consumed ' + values.size)
await consumer.close(true)

const listed = await admin.listGroups({ types: ['classic', 'consumer'] })
console.log('listed ' + listed.get(groupId).groupType)
await admin.deleteGroups({ groups: [groupId] })
console.log('deleted')
await admin.close()
