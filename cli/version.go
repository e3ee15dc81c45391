package cli

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// release is the version of a release, with its commit in brackets where it is
// built without git, set by its build: go build -ldflags "-X leadpad/cli.release=v1.2.3".
var release string //nolint:gochecknoglobals // the linker can set nothing else

// version names what runs: the release or the module's version, and the commit
// where the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versionOf(release, "", nil)
	}
	return versionOf(release, info.Main.Version, info.Settings)
}

// versionOf puts a version together from the release's, else the module's, and what
// the build says.
func versionOf(name, module string, settings []debug.BuildSetting) string {
	said := map[string]string{}
	for _, s := range settings {
		said[s.Key] = s.Value
	}
	if name = cmp.Or(name, module); name == "" || name == "(devel)" {
		name = "built from source"
	}
	const short = 12
	commit := said["vcs.revision"]
	if len(commit) > short {
		commit = commit[:short]
	}
	if commit == "" || strings.Contains(name, commit) {
		return name
	}
	if said["vcs.modified"] == "true" {
		commit += ", changed since"
	}
	return name + " (" + commit + ")"
}

// agent is how requests name the program.
func agent() string {
	name, _, _ := strings.Cut(version(), " (")
	return "leadpad/" + strings.ReplaceAll(name, " ", "-")
}
