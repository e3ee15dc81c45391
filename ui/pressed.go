package ui

import (
	"fmt"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// textual says that a key may be a character of a text.
func textual(key tea.KeyPressMsg) bool {
	switch key.String() {
	case "enter", "space":
		return true
	}
	return key.Text != "" && key.Mod&(tea.ModCtrl|tea.ModAlt) == 0
}

// pressesOf are the keys whose characters a text has.
func pressesOf(text string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n':
			keys = append(keys, kit.Press("enter"))
		case r == '\t':
			keys = append(keys, kit.Press("tab"))
		case r == ' ':
			keys = append(keys, kit.Press("space"))
		case r == 0x7f:
			keys = append(keys, kit.Press("backspace"))
		case r < ' ':
			keys = append(keys, kit.Press("ctrl+"+strings.ToLower(string(r+'@'))))
		default:
			keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return keys
}

// textOf is the text that keys would type; what is no character is left out.
func textOf(keys []tea.KeyPressMsg) string {
	var b strings.Builder
	for _, k := range keys {
		switch k.String() {
		case "enter":
			b.WriteByte('\n')
		case "tab":
			b.WriteByte('\t')
		default:
			b.WriteString(k.Text)
		}
	}
	return b.String()
}

// quoted shows what was typed, in one line.
func quoted(keys []tea.KeyPressMsg) string {
	text := strings.ReplaceAll(textOf(keys), "\n", "⏎")
	return fmt.Sprintf("“%s”", safe.Clean(text).String())
}

func allEqual(keys []tea.KeyPressMsg) bool {
	for _, k := range keys {
		if k.String() != keys[0].String() {
			return false
		}
	}
	return true
}

// lineEnds counts the line ends that have text before them.
func lineEnds(text string) int {
	n, some := 0, false
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n':
			if some {
				n++
			}
			some = false
		case !unicode.IsSpace(r):
			some = true
		}
	}
	return n
}
