//go:build race

package lsp_test

const raceDetector = true
