//go:build !linux

package sqlite

// watch does not tell here. kqueue would have to open the files, and to close one
// again would drop SQLite's locks on it; Windows tells late.
func watch(string) (told <-chan struct{}, end func()) { return nil, func() {} }
