import BillingHTTP
import CCurl
import Glibc

/// Gives an engine its thread.
enum EngineThread {
    /// - Throws: ``HTTPTransportError/Code/transportUnavailable`` when there is no thread to have.
    static func start(_ engine: sending Engine) throws(HTTPTransportError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        // The thread takes this reference over; if it does not start, it is given back below.
        let reference = Unmanaged.passRetained(engine)
        let code = pthread_create(
            &thread,
            &attributes,
            { context in
                EngineThread.main(context)
                return nil
            },
            reference.toOpaque()
        )
        if code != 0 {
            reference.release()
            throw HTTPTransportError(
                .transportUnavailable,
                mayHaveBeenSent: false,
                "cannot start a thread: \(String(cString: strerror(code)))"
            )
        }
    }

    private static func main(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        tollgate_name_thread("tollgate-http")
        blockSignals()
        Unmanaged<Engine>.fromOpaque(context).takeRetainedValue().run()
    }

    /// Signals are for the other threads.
    ///
    /// Above all SIGPIPE: libcurl is told to leave signals alone, so a write to a connection that the other side has
    /// closed would end the process. Its resolver's threads inherit this.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
