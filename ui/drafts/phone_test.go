package drafts

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit/kittest"
)

// A phone is stored as typed and shown formatted, where its country is known.
func TestPhonesAreShownFormatted(t *testing.T) {
	t.Parallel()
	l := lead.Lead{Person: lead.Person{Name: "Acme", Phones: []string{"(020) 79460321"}}}
	es := []queue.Entry{{ID: kittest.ID(1), State: queue.Ready, Lead: l}}
	for region, want := range map[string]string{"GB": "+44 20 7946 0321", "": "(020) 79460321"} {
		open(t, sizes()[1], colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
			kittest.Encode(r.d.Workspace, func(e *api.Encoding) { e.Rules.Region = region })
			r.redraw()
			r.details = false
			r.arrange()
			if got := kittest.Text(r); !strings.Contains(got, want) {
				t.Errorf("in region %q the table has no %q:\n%s", region, want, got)
			}
		})
	}
}
