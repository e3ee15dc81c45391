package safe

import "testing"

func TestBlot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, secret, want string
		words              bool
	}{
		{"the key abcdefgh1 is odd", "abcdefgh1", "the key … is odd", false},
		{"xabcdefgh1x abcdefgh1", "abcdefgh1", "x…x …", false},
		{"a cat sat at the table: at", "at", "a cat sat … the table: …", true},
		{"at", "at", "…", true},
		{`{"key":"at","state":"late"}`, "at", `{"key":"…","state":"late"}`, true},
		{"ata at", "at", "ata …", true},
		{"aaa aa a", "aa", "aaa … a", true},
		{"Δat atΔ at", "at", "Δat atΔ …", true},
		{"none", "", "none", true},
	} {
		if got := Blot(c.text, c.secret, "…", c.words); got != c.want {
			t.Errorf("%q less %q: got %q, want %q", c.text, c.secret, got, c.want)
		}
	}
}

func TestShortSecretsAreLookedForAsWords(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]bool{"": true, "abcdefg": true, "abcdefgh": false} {
		if got := ShortSecret(secret); got != want {
			t.Errorf("%q is short: %v, want %v", secret, got, want)
		}
	}
}
