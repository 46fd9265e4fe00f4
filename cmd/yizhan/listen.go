package main

import (
	"context"
	"net"
)

// checkAddress refuses what is no address to listen on: wrong usage, where the
// listener would speak of keys or of another port.
func checkAddress(ctx context.Context, listen string) error {
	_, port, err := net.SplitHostPort(listen)
	if err == nil {
		_, err = net.DefaultResolver.LookupPort(ctx, "tcp", port)
	}
	if err != nil {
		return usage("--listen %s: 应为 主机:端口 is not HOST:PORT, such as 127.0.0.1:8080", listen)
	}
	return nil
}
