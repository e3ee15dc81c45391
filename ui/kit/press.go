package kit

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leadpad/config"
)

// Press is the key press whose String is key ("ctrl+s", "f2", "S", "space"):
// the palette runs an action as if its key had been pressed.
func Press(key string) tea.KeyPressMsg {
	codes := named()
	var k tea.Key
	for {
		if rest, ok := strings.CutPrefix(key, "ctrl+"); ok && rest != "" {
			k.Mod, key = k.Mod|tea.ModCtrl, rest
		} else if rest, ok := strings.CutPrefix(key, "alt+"); ok && rest != "" {
			k.Mod, key = k.Mod|tea.ModAlt, rest
		} else if rest, ok := strings.CutPrefix(key, "shift+"); ok && rest != "" {
			k.Mod, key = k.Mod|tea.ModShift, rest
		} else {
			break
		}
	}
	if c, ok := codes[key]; ok {
		k.Code = c
		if key == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	k.Code, _ = utf8.DecodeRuneInString(key)
	if k.Mod&(tea.ModCtrl|tea.ModAlt) == 0 {
		k.Text = key
	}
	return tea.KeyPressMsg(k)
}

// named are the keys that have a name.
func named() map[string]rune {
	return map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "delete": tea.KeyDelete,
		"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
		"insert": tea.KeyInsert,
	}
}

// sent says that there are terminals which send key. "Ctrl+S", "shift+a" and
// "return" come from none: they are ctrl+s, A and enter.
func sent(key string) bool {
	k := Press(key)
	if k.String() != key || k.Mod&tea.ModCtrl != 0 && unicode.IsUpper(k.Code) {
		return false
	}
	if k.Code > unicode.MaxRune || k.Code <= ' ' {
		return true // named, and known to Press
	}
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		key = strings.TrimPrefix(key, mod)
	}
	return utf8.RuneCountInString(key) == 1
}

// nearest is the key that was probably meant by one that no terminal sends, "" when
// none is near.
func nearest(key string) string {
	lower := strings.ToLower(key)
	if letter, ok := strings.CutPrefix(lower, "shift+"); ok && utf8.RuneCountInString(letter) == 1 {
		return strings.ToUpper(letter)
	}
	if sent(lower) {
		return lower
	}
	at := strings.LastIndex(lower, "+") + 1
	for wrong, right := range map[string]string{"return": "enter", "del": "delete", "ins": "insert", "bs": "backspace"} {
		if lower[at:] == wrong {
			return lower[:at] + right
		}
	}
	near := lower[:at] + config.Nearest(lower[at:], slices.Sorted(maps.Keys(named())))
	if !sent(near) {
		return ""
	}
	return near
}
