/**
 * The rules that keep the parts of Gossip apart and its code readable, checked on what was compiled and on what was
 * written. {@link gossip.tests.rules.Reactor} finds both; each test states one rule and lists what breaks it.
 */
package gossip.tests.rules;
