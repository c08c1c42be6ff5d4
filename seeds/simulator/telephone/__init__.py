"""A call centre as a discrete-event model: who calls, who is there to answer, who gives up."""
