/**
 * The table of routes: which method and path is answered by what, which parameters it takes, and who may see it. Requests are
 * routed by this table and the OpenAPI document is written from it, so that neither can say something else. Start at {@link
 * gossip.plugins.rest.route.Route}.
 */
package gossip.plugins.rest.route;
