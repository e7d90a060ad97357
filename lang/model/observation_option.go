package model

// The details of observations about TCP options.

// OptionsWrong is options of the stack's segment that cannot be.
type OptionsWrong struct {
	Cause OptionsWrongCause
	// Name is the option, Sysctl the setting of net.ipv4 that turns it on.
	Name, Sysctl string
	// Claimed and Expected are the value of the option, where it has one.
	Claimed, Expected int64
	// MTU is that of the device, in bytes (MSSWrong).
	MTU int64
	// Layout and Right are the names of the options as they are expected and
	// as Linux writes them, with their padding (OrderWrong).
	Layout, Right []string
}

// OptionsWrongCause says what is wrong with the options.
type OptionsWrongCause uint8

// The causes.
const (
	MSSMissing        OptionsWrongCause = iota // every SYN of the stack has one
	MSSWrong                                   // another than the MTU or TCP_MAXSEG gives
	ScaleTooLarge                              // a window scale above 14
	ScaleWrong                                 // another than the largest receive buffer asks for
	NotOffered                                 // the SYN does not offer it
	NotAnswered                                // the SYN offers it, and the stack takes it
	OrderWrong                                 // another order or padding
	TimestampsMissing                          // they were negotiated
)

// OptionNotNegotiated is timestamps or SACK without the handshake.
type OptionNotNegotiated struct {
	Name string // "TS" or "sack"
	// Injected is set for a segment from the peer.
	Injected bool
}

// SackOutside is a SACK block outside what was sent or received.
type SackOutside struct {
	Block Block // the one that is wrong, where it is one
	// Sent is the end of what the other side has sent.
	Sent  uint32
	Cause SackOutsideCause
	// Right are the blocks that the stack sends (SackBlocksWrong).
	Right []Block
}

// SackOutsideCause says what is wrong with a block.
type SackOutsideCause uint8

// The causes.
const (
	SackOfUnsent       SackOutsideCause = iota // from the peer, of what the stack has not sent
	SackBeyondReceived                         // of the stack, beyond what the peer has sent
	SackOfMissing                              // of the stack, of bytes that have not arrived
	SackBlocksWrong                            // the stack sends the blocks of Right, or none
)

// The kinds, as in Detail.

func (OptionsWrong) Kind() Kind        { return "options-wrong" }
func (OptionNotNegotiated) Kind() Kind { return "option-not-negotiated" }
func (SackOutside) Kind() Kind         { return "sack-outside" }
