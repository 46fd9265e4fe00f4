# The server with its pages, as nobody. Each stage runs scripts/image-build,
# which CI runs too.
FROM node:20-bookworm-slim AS ui
WORKDIR /src
COPY scripts scripts
COPY static static
RUN scripts/image-build ui

FROM golang:1.26-bookworm AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=ui /src/static/dist static/dist
RUN scripts/image-build server /yizhan

FROM debian:bookworm-slim
COPY scripts/image-build scripts/healthz /usr/local/lib/yizhan/scripts/
RUN /usr/local/lib/yizhan/scripts/image-build home /data
COPY --from=server /yizhan /usr/local/bin/yizhan
USER nobody
WORKDIR /data
VOLUME /data
ENV YIZHAN_STORE=sqlite:/data/yizhan.db
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["/usr/local/lib/yizhan/scripts/healthz", "8080"]
# Without keys the server gives reader rights only on this address (--open).
ENTRYPOINT ["yizhan"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--open"]
