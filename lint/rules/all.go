package rules

import "github.com/pktlang/pkt/lint/rule"

var all = []*rule.Rule{
	unknownCall, unknownConstant, unknownErrno, argumentCount, argumentKind, wrongConstant, optionLevel, errnoText,
	errnoWithoutFailure,
	countMismatch, argumentValue,
	unknownDescriptor, closedDescriptor, descriptorTaken, wrongDescriptor, callResult, callErrno,
	writeResult, readResult,
	readBlocks, acceptResult, connectResult, listenUnbound, codeWithoutSocket, descriptorMixedUp, blockingMode,
	ackBeyond, ackBehind, ackOfUnsent, sequenceGap, acknowledgedData, sequenceNumber, dataNotWritten, beyondWindow,
	beyondCongestion, finWithoutClose, finBeforeData, finMissing, finNotAcknowledged, segmentUncaused, segmentMissing,
	retransmissionEarly, segmentWrong, flagsWrong, synackUncaused, resetUncaused, notNegotiated, noSocket, notListening,
	impossibleFlags, missingAck, repeatedOption, synData, optionOutsideSyn, sackBlocks, sackOutside, wrongOptions,
	unscaledWindow, foreignPorts, packetTooLarge, outerHeaders,
	timeBackwards, firstEvent, unmetTime, blockingEnd, retransmissionTimeout, backoff, delayedAck,
	settingLeft, noExpectation, unusedDefinition, unusedDescriptor, uncheckedTail, cleanupNotRun,
	SuppressionWithoutReason, UnusedSuppression, UnknownSuppression, wrongDirective,
}
