package cli

import (
	"runtime/debug"
	"testing"
)

func TestVersionNamesVersionAndCommit(t *testing.T) {
	t.Parallel()
	const commit = "74d9d86473cc13c2f97cd517ea445702fe1e24b2"
	at := func(more ...debug.BuildSetting) []debug.BuildSetting {
		return append([]debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: commit}}, more...)
	}
	for _, c := range []struct {
		what, release, module string
		settings              []debug.BuildSetting
		want                  string
	}{
		{"go build in a checkout", "", "v0.0.0-20261201002625-74d9d86473cc", at(), "v0.0.0-20261201002625-74d9d86473cc"},
		{"go build of a tag", "", "v1.2.3", at(), "v1.2.3 (74d9d86473cc)"},
		{"go build of a changed checkout", "", "v1.2.3+dirty", at(debug.BuildSetting{Key: "vcs.modified", Value: "true"}), "v1.2.3+dirty (74d9d86473cc, changed since)"},
		{"go install of a tag", "", "v1.2.3", nil, "v1.2.3"},
		{"a release", "v1.2.3", "(devel)", at(), "v1.2.3 (74d9d86473cc)"},
		{"a release without git", "v1.2.3 (74d9d86473cc)", "(devel)", nil, "v1.2.3 (74d9d86473cc)"},
		{"without git", "", "(devel)", nil, "built from source"},
		{"no build info", "", "", nil, "built from source"},
	} {
		if got := versionOf(c.release, c.module, c.settings); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}
