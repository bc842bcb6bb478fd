/** The contracts between the parts of Gossip: the port into the broker and the interfaces that plugins implement. */
module gossip.api {}
