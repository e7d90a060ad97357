//go:build linux

package linux

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"
	"unsafe"

	"github.com/songgao/water"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/program/settings"
)

// deviceName is what scripts expect the device to be called.
const deviceName = "tun0"

// Offloads of a typical Ethernet device (linux/if_tun.h): checksums, and
// segmentation of TCP over IPv4 and IPv6, with ECN.
const deviceOffloads = 0x01 | 0x02 | 0x04 | 0x08

// openDevice makes the TUN device of this network namespace and returns its
// descriptor, which does not block and is closed on exec. With segments (--mss),
// each packet read or written begins with a virtio_net_hdr, which says into
// segments of what size a large one is to be cut.
func openDevice(segments bool) (int, error) {
	file, err := newDevice(segments)
	if err != nil {
		return -1, deviceError(err)
	}
	// The file is registered with Go's poller, and water's stays open in programs
	// that are started: the device goes on under a descriptor of its own.
	fd, err := duplicate(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return -1, fmt.Errorf("cannot keep the device %s open: %w", deviceName, err)
	}
	if err := unix.IoctlSetInt(fd, unix.TUNSETOFFLOAD, deviceOffloads); err != nil {
		unix.Close(fd)
		return -1, fmt.Errorf("cannot set the offloads of %s: %w", deviceName, err)
	}
	return fd, nil
}

// newDevice opens the device with water, or with netlink where the header is
// needed (IFF_VNET_HDR), which water cannot ask for.
func newDevice(segments bool) (*os.File, error) {
	if !segments {
		device, err := water.New(water.Config{DeviceType: water.TUN,
			PlatformSpecificParams: water.PlatformSpecificParams{Name: deviceName}})
		if err != nil {
			return nil, err
		}
		file, ok := device.ReadWriteCloser.(*os.File)
		if !ok {
			return nil, errors.Join(fmt.Errorf("water has opened it as a %T, not as a file", device.ReadWriteCloser),
				device.Close())
		}
		return file, nil
	}
	attributes := netlink.NewLinkAttrs()
	attributes.Name = deviceName
	device := &netlink.Tuntap{LinkAttrs: attributes, Mode: netlink.TUNTAP_MODE_TUN, NonPersist: true, Queues: 1,
		Flags: netlink.TUNTAP_NO_PI | netlink.TUNTAP_VNET_HDR}
	if err := netlink.LinkAdd(device); err != nil {
		return nil, err
	}
	return device.Fds[0], nil
}

// deviceError says what is missing where the device cannot be opened. The two
// packages hand on the bare error of open(2), and one of their own where the
// device cannot be made.
func deviceError(err error) error {
	errno, opening := err.(unix.Errno)
	switch {
	case opening && (errno == unix.ENOENT || errno == unix.ENODEV):
		return environmentError("there is no /dev/net/tun: load the kernel module tun (modprobe tun), or in a " +
			"container start it with --device /dev/net/tun")
	case opening && (errno == unix.EACCES || errno == unix.EPERM):
		return environmentError("/dev/net/tun may not be opened: allow it (chmod 666 /dev/net/tun), or run as root")
	case opening:
		return environmentError("cannot open /dev/net/tun: %v", err)
	}
	return environmentError("cannot create the device %s: %v: CAP_NET_ADMIN is needed: run as root, or as an "+
		"ordinary user where user namespaces are allowed", deviceName, err)
}

// duplicate is a second descriptor of an open file, closed on exec.
func duplicate(file *os.File) (int, error) {
	connection, err := file.SyscallConn()
	if err != nil {
		return -1, err
	}
	fd, duplicateErr := -1, error(nil)
	err = connection.Control(func(original uintptr) {
		fd, duplicateErr = unix.FcntlInt(original, unix.F_DUPFD_CLOEXEC, 0)
	})
	return fd, errors.Join(err, duplicateErr)
}

// configure brings lo and the device up with the addresses and the route of
// the settings.
func configure(s *settings.Settings) error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("cannot find lo: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("cannot bring lo up: %w", err)
	}
	link, err := netlink.LinkByName(deviceName)
	if err != nil {
		return fmt.Errorf("cannot find %s: %w", deviceName, err)
	}
	if err := configureLink(link, s); err != nil {
		return err
	}
	a := s.Addresses
	if a.Local == a.Remote {
		return environmentError("the remote address %s is the local one, too: give another --remote_ip", a.Remote)
	}
	if !s.AnyIP {
		if err := addAddress(link, a.Local, a.PrefixLength); err != nil {
			return err
		}
	}
	return addRoute(link, s)
}

func configureLink(link netlink.Link, s *settings.Settings) error {
	if s.Speed != 0 {
		if err := setSpeed(s.Speed); err != nil {
			return environmentError("cannot set the speed of %s to %d Mbit/s: %v", deviceName, s.Speed, err)
		}
	}
	if s.MTU != link.Attrs().MTU {
		if err := netlink.LinkSetMTU(link, s.MTU); err != nil {
			return fmt.Errorf("cannot set the MTU of %s to %d: %w", deviceName, s.MTU, err)
		}
	}
	if n := settings.Profiles[s.Profile].MaxSegments; n != 0 {
		if err := netlink.LinkSetGSOMaxSegs(link, n); err != nil {
			return fmt.Errorf("cannot turn segmentation offload of %s off: %w", deviceName, err)
		}
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return fmt.Errorf("cannot bring %s up: %w", deviceName, err)
	}
	return nil
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}

func addAddress(link netlink.Link, local netip.Addr, bits int) error {
	address := &netlink.Addr{IPNet: ipNet(netip.PrefixFrom(local, bits))}
	if err := netlink.AddrAdd(link, address); err != nil {
		return fmt.Errorf("cannot give %s the address %s/%d: %w", deviceName, local, bits, err)
	}
	return awaitAddress(local)
}

// addressLimit is how long the kernel may take to make an address usable.
const addressLimit = 5 * time.Second

// awaitAddress waits until an address is the machine's own. The kernel makes an
// IPv6 one so on a thread of its own (addrconf_dad_work in net/ipv6/addrconf.c),
// also where there is nothing to look for on the network first. Until then bind(2)
// refuses it with EADDRNOTAVAIL, and what comes in for it is dropped.
func awaitAddress(local netip.Addr) error {
	const pause = 100 * time.Microsecond
	for begin := time.Now(); ; time.Sleep(pause) {
		routes, err := netlink.RouteGet(local.AsSlice())
		if err == nil && len(routes) > 0 && routes[0].Type == unix.RTN_LOCAL {
			return nil
		}
		if time.Since(begin) > addressLimit {
			return environmentError("the kernel did not make %s usable on %s within %s: is the machine overloaded?",
				local, deviceName, addressLimit)
		}
	}
}

// addRoute routes the remote prefix through the device: via the gateway, or
// straight where any address may be local.
func addRoute(link netlink.Link, s *settings.Settings) error {
	route := &netlink.Route{LinkIndex: link.Attrs().Index, Dst: ipNet(s.Addresses.RemotePrefix.Masked())}
	if !s.AnyIP {
		route.Gw = s.Addresses.Gateway.AsSlice()
	}
	if s.QuickACK {
		route.QuickACK = 1
	}
	if err := netlink.RouteReplace(route); err != nil {
		return environmentError("cannot route %s through %s via %s: %v: the gateway must lie in the device's network",
			s.Addresses.RemotePrefix, deviceName, s.Addresses.Gateway, err)
	}
	return nil
}

// applySysctls writes the profile's settings of this network namespace.
func applySysctls(profile string) error {
	for _, sysctl := range settings.Profiles[profile].Sysctls {
		path := filepath.Join("/proc/sys", sysctl.Name)
		if err := os.WriteFile(path, []byte(sysctl.Value), 0); err != nil {
			return environmentError("cannot set %s to %s: %v", sysctl.Name, sysctl.Value, err)
		}
	}
	return nil
}

// linkSettings is the fixed part of struct ethtool_link_settings with room for
// the three masks of up to 127 words (linux/ethtool.h).
type linkSettings struct {
	command, speed                            uint32
	duplex, port, phyAddress, autonegotiation uint8
	mdioSupport, mdixStatus, mdixControl      uint8
	maskWords                                 int8
	transceiver, masterSlave, rate, state     uint8
	_                                         [7]uint32
	masks                                     [3 * 127]uint32
}

const (
	ethtoolGetLinkSettings = 0x4c
	ethtoolSetLinkSettings = 0x4d
)

// setSpeed does what `ethtool -s tun0 speed N autoneg off` does. The kernel
// first answers a request with the number of mask words, negated, that it
// expects.
func setSpeed(speed uint32) error {
	control, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(control)
	request := linkSettings{command: ethtoolGetLinkSettings}
	for range 2 {
		if err := ethtool(control, &request); err != nil {
			return err
		}
		if request.maskWords >= 0 {
			break
		}
		request = linkSettings{command: ethtoolGetLinkSettings, maskWords: -request.maskWords}
	}
	request.command, request.speed, request.autonegotiation = ethtoolSetLinkSettings, speed, 0
	return ethtool(control, &request)
}

func ethtool(control int, request *linkSettings) error {
	ifreq, err := unix.NewIfreq(deviceName)
	if err != nil {
		return err
	}
	data := ifreqData{ifreq: ifreq.Name(), data: unsafe.Pointer(request)}
	return data.ioctl(control)
}

// ifreqData is struct ifreq with a pointer (netdevice(7)).
type ifreqData struct {
	ifreq string
	data  unsafe.Pointer
}

func (d ifreqData) ioctl(fd int) error {
	var raw struct {
		name [unix.IFNAMSIZ]byte
		data unsafe.Pointer
		_    [24 - unsafe.Sizeof(uintptr(0))]byte
	}
	copy(raw.name[:], d.ifreq)
	raw.data = d.data
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL,
		uintptr(unsafe.Pointer(&raw))); errno != 0 {
		return errno
	}
	return nil
}
