package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"leadpad/lead"
)

func TestWirePresets(t *testing.T) {
	t.Parallel()
	plural, err := DefaultWire().Override(map[string]string{"preset": "plural"})
	if err != nil || plural != PluralWire() {
		t.Errorf("got %+v, %v", plural, err)
	}
	e := Encoding{Wire: plural}
	got, err := e.Encode([]lead.Lead{vendorLead()})
	if err != nil || !strings.Contains(string(got), `"emails":[{"Address":`) || !strings.Contains(string(got), `"phoneNumbers":[{"Number":`) {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestWireOverride(t *testing.T) {
	t.Parallel()
	w, err := DefaultWire().Override(map[string]string{"emails.address": "Mail", "Addresses.PostalCode": "Zip", "socials": ""})
	want := DefaultWire()
	want.EmailAddress, want.PostalCode, want.Socials = "Mail", "Zip", ""
	if err != nil || w != want {
		t.Errorf("got %+v, %v", w, err)
	}
}

func TestWireRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		names map[string]string
		what  WireFault
	}{
		"unknown":           {map[string]string{"email": "x"}, UnknownWire},
		"unknown member":    {map[string]string{"addresses.zip": "x"}, UnknownWire},
		"far off":           {map[string]string{strings.Repeat("z", 300): "x"}, UnknownWire},
		"twice":             {map[string]string{"emails": "mail", "Emails": "x"}, SameWire},
		"preset":            {map[string]string{"preset": "dual"}, UnknownPreset},
		"fixed name":        {map[string]string{"emails": "Labels"}, TwiceWire},
		"same name":         {map[string]string{"emails": "socials"}, TwiceWire},
		"same member":       {map[string]string{"addresses.city": "street"}, TwiceWire},
		"control character": {map[string]string{"emails": "a\x1b[31m"}, HiddenWire},
		"space":             {map[string]string{"emails": "a b"}, HiddenWire},
		"too long":          {map[string]string{"emails": strings.Repeat("x", 65)}, LongWire},
		"not UTF-8":         {map[string]string{"emails": "\xff"}, BrokenWire},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := DefaultWire().Override(test.names)
			wrong, ok := errors.AsType[*WireError](err)
			if !ok || wrong.What != test.what {
				t.Fatalf("got %v, want %q", err, test.what)
			}
			if w != DefaultWire() {
				t.Errorf("the table changed: %+v", w)
			}
			if strings.ContainsRune(err.Error(), '\x1b') {
				t.Errorf("the error carries an escape: %q", err)
			}
		})
	}
}

func FuzzWireConfig(f *testing.F) {
	f.Add("emails", "mail", "notes", "")
	f.Add("preset", "plural", "addresses.city", "Town")
	f.Add("email", "\xff", "", "\u202e")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		w, err := DefaultWire().Override(map[string]string{k1: v1, k2: v2})
		if err != nil {
			return
		}
		body, err := Encoding{Wire: w}.Encode([]lead.Lead{fullLead(lead.Company)})
		if err != nil || !json.Valid(body) {
			t.Fatalf("%v %s", err, body)
		}
		again, err := DefaultWire().Override(w.Names())
		if err != nil || again != w {
			t.Fatalf("Names does not lead back: %v", err)
		}
	})
}
