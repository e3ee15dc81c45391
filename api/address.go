package api

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// CheckAddress reads a workspace's base_url: https anywhere; http only to
// localhost, dotted 127.0.0.0/8 or [::1]; no user information, query or
// fragment; a path prefix may stand, without Path. Its errors do not repeat the
// address, which may hold a password.
func CheckAddress(baseURL string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(baseURL))
	switch {
	case err != nil || u.Opaque != "":
		return nil, errors.New("the address is no URL, it should look like " + DefaultBaseURL)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the address must start with https://")
	case u.User != nil:
		return nil, errors.New("the address must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(baseURL, "#"):
		return nil, errors.New("the address must not hold a query (?) or a fragment (#)")
	case u.Hostname() == "" || strings.ContainsAny(u.Host, " \\"):
		return nil, errors.New("the address names no host")
	case u.Scheme == "http" && !loopbackName(u.Hostname()):
		return nil, errors.New("http:// is for this computer only (localhost, 127.x.x.x, [::1]); use https://")
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, errors.New("the address has a port that is none")
		}
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	if strings.HasSuffix(strings.ToLower(u.Path), Path) {
		return nil, fmt.Errorf("leave %s out of the address: leadpad adds it", Path)
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
