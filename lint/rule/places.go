package rule

import "github.com/pktlang/pkt/lang/model"

// placeTexts say what the places have to do with an observation.
var placeTexts = [...]string{
	model.AtEventBefore:       "the event before",
	model.AtSocket:            "the socket was made here",
	model.AtOpening:           "it was opened here",
	model.AtBind:              "it was bound here",
	model.AtListen:            "it listens since here",
	model.AtConnect:           "the first connect()",
	model.AtShutdown:          "the sending side was shut down here",
	model.AtWrite:             "the last write",
	model.AtOpen:              "the connection attempt began here",
	model.AtSyn:               "the SYN",
	model.AtPeerSyn:           "the peer's SYN",
	model.AtSynAck:            "the SYN-ACK went out here",
	model.AtPeerFirst:         "the peer's first segment",
	model.AtUnacknowledgedSyn: "the peer has not acknowledged the SYN-ACK of this handshake",
	model.AtEstablished:       "the handshake was complete here",
	model.AtEnd:               "the connection ended here",
	model.AtReset:             "the RST",
	model.AtPeerFin:           "the peer's FIN",
	model.AtPeerLast:          "the last segment from the peer",
	model.AtPeerAck:           "the last acknowledgment",
	model.AtPeerWindow:        "the peer's last window",
	model.AtAcknowledges:      "the peer has acknowledged it",
	model.AtAnswered:          "the segment that it answers",
	model.AtAcknowledged:      "the segment that it acknowledges",
	model.AtDelayed:           "of this segment",
	model.AtCause:             "the stack sends the segment here",
	model.AtTransmission:      "it went out here",
	model.AtRetransmission:    "the retransmission before",
	model.AtStackLast:         "the last segment of the stack",
	model.AtLastExpected:      "the last segment of the stack that the script expects",
	model.AtCompared:          "this segment is compared with it",
	model.AtUnreachable:       "this segment does not reach the socket",
	model.AtUntranslated:      "this segment cannot be translated",
	model.AtNotSent:           "so the stack does not send this",
}

// SegmentName is what a segment of the stack is: "the SYN-ACK".
func SegmentName(s model.DueSegment) string { return segmentNames[s.Answers] }

var segmentNames = [...]string{
	model.SynDue:         "the SYN",
	model.SynAckDue:      "the SYN-ACK",
	model.SynAckAgainDue: "the SYN-ACK again",
	model.AckDue:         "an ACK",
	model.DataDue:        "the data",
	model.FinDue:         "the FIN",
	model.ResetDue:       "a RST",
}
