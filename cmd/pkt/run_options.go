package main

import (
	"reflect"

	"github.com/pktlang/pkt/lang/program/settings"
)

// scriptOptionFlags are the options that a script can set, too, and those of a
// run. A name is the reference's; the same with hyphens is understood as well.
// A nil pointer is a flag that was not given.
type scriptOptionFlags struct {
	IPVersion   *string `name:"ip_version" aliases:"ip-version" placeholder:"VERSION" group:"Options that scripts can set, too:" help:"ipv4, ipv4-mapped-ipv6 or ipv6."`
	LocalIP     *string `name:"local_ip" aliases:"local-ip" placeholder:"ADDRESS" group:"Options that scripts can set, too:" help:"Address of the TUN device."`
	RemoteIP    *string `name:"remote_ip" aliases:"remote-ip" placeholder:"ADDRESS[/BITS]" group:"Options that scripts can set, too:" help:"Address that injected packets come from."`
	GatewayIP   *string `name:"gateway_ip" aliases:"gateway-ip" placeholder:"ADDRESS" group:"Options that scripts can set, too:" help:"Gateway of the route to the remote address."`
	NetmaskIP   *string `name:"netmask_ip" aliases:"netmask-ip" placeholder:"MASK" group:"Options that scripts can set, too:" help:"IPv4 netmask of the TUN device."`
	BindPort    *string `name:"bind_port" aliases:"bind-port" placeholder:"PORT" group:"Options that scripts can set, too:" help:"Live port for bind()."`
	ConnectPort *string `name:"connect_port" aliases:"connect-port" placeholder:"PORT" group:"Options that scripts can set, too:" help:"Live port for connect()."`
	MTU         *string `name:"mtu" placeholder:"BYTES" group:"Options that scripts can set, too:" help:"MTU of the TUN device."`
	MSS         *string `name:"mss" placeholder:"BYTES" group:"Options that scripts can set, too:" help:"Size of the segments that a large injected packet stands for."`
	Speed       *string `name:"speed" placeholder:"MBITS" group:"Options that scripts can set, too:" help:"Link speed of the TUN device."`
	AnyIP       bool    `name:"is_anyip" aliases:"is-anyip" group:"Options that scripts can set, too:" help:"Do not put the local address on the TUN device."`

	ToleranceMicroseconds *string `name:"tolerance_usecs" aliases:"tolerance-usecs" placeholder:"MICROSECONDS" group:"Options that scripts can set, too:" help:"How far from its time an event may happen (4000)."`
	TolerancePercent      *string `name:"tolerance_percent" aliases:"tolerance-percent" placeholder:"PERCENT" group:"Options that scripts can set, too:" help:"The same, as a part of the time since the event before (12.5)."`
	TimestampTick         *string `name:"tcp_ts_tick_usecs" aliases:"tcp-ts-tick-usecs" placeholder:"MICROSECONDS" group:"Options that scripts can set, too:" help:"Length of a tick of TS val; without it, outbound TS val is not compared."`
	ScaleTimestampEcho    bool    `name:"tcp_ts_ecr_scaled" aliases:"tcp-ts-ecr-scaled" group:"Options that scripts can set, too:" help:"Map every inbound TS ecr to live values."`
	StrictSegments        bool    `name:"strict_segments" aliases:"strict-segments" group:"Options that scripts can set, too:" help:"Check how the stack cuts data into segments."`
	NonFatal              *string `name:"non_fatal" aliases:"non-fatal" placeholder:"KINDS" group:"Options that scripts can set, too:" help:"packet, syscall or both: only warn of what differs there."`
	SendOmitFree          bool    `name:"send_omit_free" aliases:"send-omit-free" group:"Options that scripts can set, too:" help:"Keep the buffers of sends that the kernel may still read."`

	InitScripts *string `name:"init_scripts" aliases:"init-scripts" placeholder:"COMMANDS" group:"Options that scripts can set, too:" help:"Shell commands to run first, separated by commas."`
	CodeCommand *string `name:"code_command" aliases:"code-command" placeholder:"COMMAND" group:"Options that scripts can set, too:" help:"What runs the code of scripts (python3)."`
	CodeFormat  *string `name:"code_format" aliases:"code-format" placeholder:"LANGUAGE" group:"Options that scripts can set, too:" help:"Language of the code of scripts: python."`
	CodeSockopt *string `name:"code_sockopt" aliases:"code-sockopt" placeholder:"NAME" group:"Options that scripts can set, too:" help:"TCP_INFO, TCP_CC_INFO or SO_MEMINFO; all three are always there."`
	DryRun      bool    `name:"dry_run" aliases:"dry-run" group:"Options that scripts can set, too:" help:"Check scripts, run nothing."`
	Debug       bool    `name:"debug" group:"Options that scripts can set, too:" hidden:"" help:"Print more still."`

	PSPPort        *string `name:"psp_udp_port" aliases:"psp-udp-port" placeholder:"PORT" hidden:"" group:"Options that scripts can set, too:" help:"UDP port of PSP packets."`
	WireClient     bool    `name:"wire_client" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireServer     bool    `name:"wire_server" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireServerIP   *string `name:"wire_server_ip" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireServerAt   *string `name:"wire_server_at" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireServerPort *string `name:"wire_server_port" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireClientDev  *string `name:"wire_client_dev" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	WireServerDev  *string `name:"wire_server_dev" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	SOFilename     *string `name:"so_filename" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`
	SOFlags        *string `name:"so_flags" hidden:"" group:"Options that scripts can set, too:" help:"Not supported yet."`

	Timeout  *string `name:"timeout" placeholder:"DURATION" help:"End a script that takes longer (3m)."`
	Profile  *string `name:"profile" placeholder:"NAME" help:"simple: a TCP without extensions and offload, as textbooks draw it."`
	QuickACK bool    `name:"quickack" help:"Let the stack acknowledge at once."`
	Spin     *string `name:"spin" placeholder:"DURATION" hidden:"" help:"Spin instead of sleeping this long before an event."`
}

// assignments are the options that were given.
func (f scriptOptionFlags) assignments() []settings.Assignment {
	var out []settings.Assignment
	value := reflect.ValueOf(f)
	for i := range value.NumField() {
		name := value.Type().Field(i).Tag.Get("name")
		switch given := value.Field(i).Interface().(type) {
		case *string:
			if given != nil {
				out = append(out, settings.Assignment{Name: name, Value: *given, HasValue: true})
			}
		case bool:
			if given {
				out = append(out, settings.Assignment{Name: name})
			}
		}
	}
	return out
}
