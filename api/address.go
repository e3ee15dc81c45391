package api

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// AddressError is why an address cannot be a workspace's: its kind, named for logs.
// It does not repeat the address, which may hold a password.
type AddressError string

// What an address can have too much, or too little, of.
const (
	NotURL      AddressError = "no URL"
	NotHTTPS    AddressError = "no https"
	WithUser    AddressError = "a user name or password"
	WithQuery   AddressError = "a query or fragment"
	NoHost      AddressError = "no host"
	NotLoopback AddressError = "http to another computer"
	NotPort     AddressError = "a port that is none"
	WithPath    AddressError = "the path of the API"
)

func (e AddressError) Error() string { return "an address with " + string(e) }

// CheckAddress reads a workspace's base_url: https anywhere; http only to
// localhost, dotted 127.0.0.0/8 or [::1]; no user information, query or
// fragment; a path prefix may stand, without Path. Its error is an AddressError.
func CheckAddress(baseURL string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(baseURL))
	if err != nil || u.Opaque != "" {
		return nil, NotURL
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return nil, NotHTTPS
	}
	if u.User != nil {
		return nil, WithUser
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(baseURL, "#") {
		return nil, WithQuery
	}
	if u.Hostname() == "" || strings.ContainsAny(u.Host, " \\") {
		return nil, NoHost
	}
	if u.Scheme == "http" && !loopbackName(u.Hostname()) {
		return nil, NotLoopback
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, NotPort
		}
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	if strings.HasSuffix(strings.ToLower(u.Path), Path) {
		return nil, WithPath
	}
	return u, nil
}

// loopbackName says that a host names this computer without asking anyone. An
// abbreviated or hexadecimal address ("127.1", "0x7f000001") does not: what it
// means depends on who reads it.
func loopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Zone() != "" {
		return false
	}
	return ip == netip.IPv6Loopback() || ip.Is4() && ip.IsLoopback()
}
