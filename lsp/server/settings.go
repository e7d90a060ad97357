package server

import (
	"encoding/json"
	"path/filepath"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lsp/feature"
)

// settings are what the client configures: in initializationOptions, in
// workspace/didChangeConfiguration, and in the section "pkt" of
// workspace/configuration.
type settings struct {
	// Trusted is set where scripts of all folders may be run. Without it only
	// those in TrustedFolders may.
	Trusted        bool     `json:"trusted"`
	TrustedFolders []string `json:"trustedFolders"`
	// Definitions are given as with -D; they win over those of pkt.toml.
	Definitions lang.Definitions     `json:"definitions"`
	InlayHints  feature.InlayOptions `json:"inlayHints"`
	CodeLens    bool                 `json:"codeLens"`
	Run         runSettings          `json:"run"`
}

// runSettings are how pkt.run runs a script.
type runSettings struct {
	// Command stands before pkt, such as "sudo", "-n".
	Command []string `json:"command"`
	// Arguments are further ones for `pkt run`, such as "--retries=1".
	Arguments []string `json:"arguments"`
}

func defaultSettings() settings {
	return settings{InlayHints: feature.InlayOptions{Time: true, State: true, Outstanding: true}, CodeLens: true}
}

// changed returns the settings with those that a client sends in place of its
// own, with the section's name around them or without. What is not mentioned
// has its default, except for trust, which only a new mention takes away.
func (s settings) changed(raw json.RawMessage) (settings, error) {
	next := defaultSettings()
	next.Trusted, next.TrustedFolders = s.Trusted, s.TrustedFolders
	if len(raw) == 0 || string(raw) == "null" {
		return next, nil
	}
	var section struct {
		Pkt json.RawMessage `json:"pkt"`
	}
	if err := json.Unmarshal(raw, &section); err != nil {
		return s, failure(codeInvalidParams, "the settings are no object: %v", err)
	}
	if len(section.Pkt) > 0 {
		raw = section.Pkt
	}
	if err := json.Unmarshal(raw, &next); err != nil {
		return s, failure(codeInvalidParams, "the settings do not fit: %v", err)
	}
	return next, nil
}

// trusts reports whether a script may be run.
func (s settings) trusts(path string) bool {
	if s.Trusted {
		return true
	}
	for _, folder := range s.TrustedFolders {
		if p, ok := feature.PathOf(folder); ok {
			folder = p
		}
		if filepath.IsAbs(folder) && inside(folder, path) {
			return true
		}
	}
	return false
}
