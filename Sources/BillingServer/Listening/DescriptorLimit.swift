#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and sockets this process may have open.
enum DescriptorLimit {
    /// The soft limit.
    static var current: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        #else
            let isKnown = unsafe getrlimit(RLIMIT_NOFILE, &limit) == 0
        #endif
        // "Unlimited" is more than an `Int` holds.
        return isKnown ? Int(clamping: limit.rlim_cur) : 1024
    }
}
