package app

import "strings"

// IsURL says that a workspace's address is one; the practice workspace's is
// words, for nothing listens anywhere.
func IsURL(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// CurlAddress is the address for a curl call: the workspace's, or in practice
// where `leadpad sandbox` listens by default.
func CurlAddress(address string) string {
	if IsURL(address) {
		return address
	}
	return "http://127.0.0.1:8787"
}
