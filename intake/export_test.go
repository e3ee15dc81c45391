package intake

import (
	"encoding/json"
	"strings"
	"testing"

	"leadpad/safe"
)

func TestJSONHoldsNothingThatATerminalActsUpon(t *testing.T) {
	t.Parallel()
	name := "Acme\u202eGmbH\u0085 \x7f 山田 é 🙂"
	text, err := JSONText(map[string]string{"name": name}, "")
	if err != nil || safe.Escape(text, func(rune) string { return "" }) != text {
		t.Fatalf("%q, %v", text, err)
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(text), &back); err != nil || back["name"] != name {
		t.Errorf("%q reads back as %q, %v", text, back["name"], err)
	}
	if !strings.Contains(text, "山田 é 🙂") {
		t.Errorf("more is escaped than must be: %s", text)
	}
}
