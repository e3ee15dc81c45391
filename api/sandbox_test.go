package api_test

import (
	"context"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/lead"
)

// Random leads in both forms, over a real connection: what the encoder lets
// through a server that tells the forms apart creates, as it was sent and read
// in the form meant, and it knows every member.
func TestSandboxHoldsWhatWasSent(t *testing.T) {
	t.Parallel()
	for _, form := range []api.Form{api.Current, api.Legacy} {
		t.Run(form.String(), func(t *testing.T) {
			t.Parallel()
			server, err := sandbox.New(sandbox.Options{Requests: 1 << 20})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			client, err := api.NewClient(api.Options{
				BaseURL: "http://localhost", Dial: server.Dial,
				Key: func(context.Context) (config.Secret, error) { return config.NewSecret("sandbox-key"), nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(t *rapid.T) {
				e := api.Encoding{Form: form, Wire: api.DefaultWire()}
				if rapid.Bool().Draw(t, "plural") {
					e.Wire = api.PluralWire()
				}
				var leads []lead.Lead
				for _, l := range rapid.SliceOfN(api.Cards(), 1, 8).Draw(t, "leads") {
					if lead.Count(e.Check(l)) == 0 {
						leads = append(leads, l)
					}
				}
				if len(leads) == 0 {
					t.Skip("no lead without problems")
				}
				body, err := e.Encode(leads)
				if err != nil {
					t.Fatal(err)
				}
				if a := client.Create(context.Background(), body); a.Outcome != api.Created {
					t.Fatalf("%s: %s\n%s", a.Outcome, a.Trouble, body)
				}
				var sent []json.RawMessage
				if err := json.Unmarshal(body, &sent); err != nil {
					t.Fatal(err)
				}
				for i, held := range server.Leads(0, len(sent)) {
					if want := sent[len(sent)-1-i]; string(held.Raw) != string(want) {
						t.Fatalf("holds %s, sent %s", held.Raw, want)
					}
					if held.Form != form {
						t.Fatalf("read as %s, meant as %s: %s", held.Form, form, held.Raw)
					}
					if unknown := server.Ignored(held); len(unknown) > 0 {
						t.Fatalf("does not know %v of %s", unknown, held.Raw)
					}
				}
			})
		})
	}
}
