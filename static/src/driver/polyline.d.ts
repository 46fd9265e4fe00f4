// The package brings no types of its own.
declare module '@mapbox/polyline' {
  const polyline: {
    /** encode writes pairs of latitude and longitude, to five decimals. */
    encode(pairs: number[][]): string;
    decode(text: string): number[][];
  };
  export default polyline;
}
