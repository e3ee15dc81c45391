//go:build !unix

package sqlite

// children are what the test binary does as a child of a test; those that are
// killed or that change a file's rights are for Unix.
func children() map[string]func(args []string) error {
	return map[string]func(args []string) error{"send": childSend}
}
