/**
 * The SASL mechanisms, each an {@link gossip.api.security.Authenticator} that is made when a listener uses it. Exchanges are
 * driven by threads that may take their time. Start at {@link gossip.plugins.security.SecurityPlugin}.
 */
package gossip.plugins.security;
