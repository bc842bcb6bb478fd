/**
 * JSON Schemas and payloads. A schema and all that it refers to are put into one document, in which every reference leads to
 * a place of that document: nothing is ever fetched. Start reading at {@link gossip.schema.json.JsonLanguage}.
 */
package gossip.schema.json;
