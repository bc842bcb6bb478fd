/**
 * JSON in and out, as a stream of tokens. What clients send is bounded in depth and length, fields nobody knows are refused with
 * the nearest known one, and every error says where it is. Start at {@link gossip.plugins.rest.json.JsonBody}.
 */
package gossip.plugins.rest.json;
