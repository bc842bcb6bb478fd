/** Will hold SQL over topics: the planner and the operators that push predicates into seeks. */
package gossip.query;
