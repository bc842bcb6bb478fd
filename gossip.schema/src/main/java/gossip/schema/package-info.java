/** Will hold the schema registry: subjects, versions, compatibility checks and payload validation, Avro first. */
package gossip.schema;
