package capture

import (
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// maxComment is the longest comment in bytes: a pcapng option has a length of 16
// bits.
const maxComment = 1<<16 - 1

// Packet is one packet to write, from its IP header on.
type Packet struct {
	Time    time.Time
	Inbound bool   // to the host that the capture is of
	Comment string // cut off after 65,535 bytes
	Bytes   []byte
}

// Writer writes one capture as pcapng (draft-ietf-opsawg-pcapng). Each packet has
// reached the underlying writer when Write returns, so that whoever watches the
// file sees it, and one that is cut short ends with a whole packet. It is not
// safe for concurrent use.
type Writer struct {
	w           io.Writer
	application string
	ng          *pcapgo.NgWriter // nil until there is an interface
	interfaces  int
}

// NewWriter returns a writer; application is the program that writes. Nothing
// is written before the first interface.
func NewWriter(w io.Writer, application string) *Writer {
	return &Writer{w: w, application: application}
}

// Interface adds an interface to the capture and returns its number.
func (c *Writer) Interface(name string) (int, error) {
	// Packets begin with their IP header.
	description := pcapgo.NgInterface{Name: name, LinkType: layers.LinkTypeRaw}
	if err := c.add(description); err != nil {
		return 0, fmt.Errorf("cannot write the capture: %w", err)
	}
	c.interfaces++
	return c.interfaces - 1, nil
}

// add begins the file with its first interface, as the package has it.
func (c *Writer) add(description pcapgo.NgInterface) (err error) {
	if c.ng == nil {
		options := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: c.application}}
		c.ng, err = pcapgo.NewNgWriterInterface(c.w, description, options)
	} else {
		_, err = c.ng.AddInterface(description)
	}
	if err != nil {
		return err
	}
	return c.ng.Flush()
}

// Write adds a packet that was seen on an interface.
func (c *Writer) Write(number int, p Packet) error {
	if number < 0 || number >= c.interfaces {
		return fmt.Errorf("the capture has no interface %d", number)
	}
	direction := pcapgo.NgEpbFlagDirectionOutbound
	if p.Inbound {
		direction = pcapgo.NgEpbFlagDirectionInbound
	}
	options := pcapgo.NgPacketOptions{Flags: &pcapgo.NgEpbFlags{Direction: direction}}
	if p.Comment != "" {
		options.Comments = []string{p.Comment[:min(len(p.Comment), maxComment)]}
	}
	info := gopacket.CaptureInfo{Timestamp: p.Time, CaptureLength: len(p.Bytes), Length: len(p.Bytes),
		InterfaceIndex: number}
	if err := c.ng.WritePacketWithOptions(info, p.Bytes, options); err != nil {
		return fmt.Errorf("cannot write the capture: %w", err)
	}
	if err := c.ng.Flush(); err != nil {
		return fmt.Errorf("cannot write the capture: %w", err)
	}
	return nil
}

// Close ends the capture; it leaves the underlying writer open. A capture of
// nothing gets an interface that has seen nothing, since an empty file is no
// capture.
func (c *Writer) Close() error {
	if c.interfaces > 0 {
		return nil
	}
	_, err := c.Interface("no packets")
	return err
}
