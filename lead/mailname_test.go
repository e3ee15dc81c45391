package lead

import "testing"

func TestMailPatterns(t *testing.T) {
	t.Parallel()
	jane, bo := Person{Name: "Jane", LastName: "Doe"}, Person{Name: " Bo", LastName: "Ek "}
	for address, want := range map[string]string{
		"jane.doe@hooli.example": "bo.ek@hooli.example",
		"Jane.Doe@Hooli.example": "bo.ek@hooli.example",
		"jane_doe@hooli.example": "bo_ek@hooli.example",
		"jane-doe@hooli.example": "bo-ek@hooli.example",
		"janedoe@hooli.example":  "boek@hooli.example",
		"j.doe@hooli.example":    "b.ek@hooli.example",
		"jdoe@hooli.example":     "bek@hooli.example",
		"janed@hooli.example":    "boe@hooli.example",
		"doe.jane@hooli.example": "ek.bo@hooli.example",
		"doej@hooli.example":     "ekb@hooli.example",
		"jane@hooli.example":     "bo@hooli.example",
		"doe@mail.hooli.example": "ek@mail.hooli.example",
	} {
		pattern, domain, ok := MailPattern(jane, address)
		got, made := MailAddress(bo, pattern, domain)
		if !ok || !made || got != want {
			t.Errorf("%s is %q at %q (%v): Bo gets %q, want %q", address, pattern, domain, ok, got, want)
		}
	}
	for _, c := range []struct {
		p       Person
		address string
	}{
		{jane, "info@hooli.example"},
		{jane, "jane.doe"},
		{Person{Name: "Jane"}, "jane@hooli.example"},
		{Person{Name: "Jürgen", LastName: "Doe"}, "juergen.doe@hooli.example"},
		{Person{Name: "Anna Maria", LastName: "Doe"}, "anna.doe@hooli.example"},
	} {
		if p, _, ok := MailPattern(c.p, c.address); ok {
			t.Errorf("%+v and %s are taken for %q", c.p, c.address, p)
		}
	}
	if got, ok := MailAddress(jane, "", "hooli.example"); ok {
		t.Errorf("no pattern makes %q", got)
	}
}
