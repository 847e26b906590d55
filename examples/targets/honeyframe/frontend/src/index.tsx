// Honeyframe's entry: its own build will bundle it. In a host of Plugwright, pages are found by their files.
export {}
