package vocab

import (
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fits reports whether a value is of the option's kind and in its range.
func (s *Setting) fits(value string) bool {
	switch s.Kind {
	case WordSetting:
		// Without a default, no word is what holds without the option.
		return slices.Contains(s.Words, value) || value == "" && s.Default == ""
	case NumberSetting:
		n, err := strconv.ParseInt(value, 10, 64)
		return err == nil && s.Low <= n && n <= s.High
	case PercentSetting:
		f, err := strconv.ParseFloat(value, 64)
		return err == nil && 0 <= f && f <= 100
	case DurationSetting:
		d, err := time.ParseDuration(value)
		return err == nil && d >= 0
	case AddressSetting:
		_, ok := parseAddress(value)
		return ok
	case PrefixSetting:
		return isPrefix(value)
	case NetmaskSetting:
		_, ok := NetmaskBits(value)
		return ok
	case DefinitionSetting:
		name, _, ok := strings.Cut(value, "=")
		return ok && name != ""
	}
	return true
}

func parseAddress(text string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(text)
	return addr, err == nil && addr.Zone() == ""
}

// isPrefix reports whether a text is an address, with or without a prefix length
// after a slash.
func isPrefix(text string) bool {
	if strings.Contains(text, "/") {
		_, err := netip.ParsePrefix(text)
		return err == nil
	}
	_, ok := parseAddress(text)
	return ok
}

// NetmaskBits is how many ones an IPv4 netmask such as 255.255.0.0 has; false
// where the text is not ones followed by zeros.
func NetmaskBits(text string) (int, bool) {
	mask, err := netip.ParseAddr(text)
	if err != nil || !mask.Is4() {
		return 0, false
	}
	b := mask.As4()
	m := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	ones := bits.LeadingZeros32(^m)
	return ones, m<<ones == 0
}
