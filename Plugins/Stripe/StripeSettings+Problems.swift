import BillingCore
import BillingHTTP

extension StripeSettings {
    /// The rules beyond the shape of each setting.
    ///
    /// A rule on a secret holds when there is none.
    static func problems(in settings: ProviderSettings, _ context: ProviderContext) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        let mode = checkedMode(settings, &problems)
        checkWebhookSecret(settings, &problems)
        checkBaseURL(settings, mode, context, &problems)
        checkProxy(settings, &problems)
        for (index, host) in settings.list("portal", "hosts").enumerated()
        where !WebURL.isHostName(host.text ?? "") {
            problems.append(SettingsProblem(["portal", "hosts", String(index)], "a host name in lower case is needed"))
        }
        return problems
    }

    /// The mode as far as it is known: by the key, else by the setting.
    private static func checkedMode(
        _ settings: ProviderSettings,
        _ problems: inout [SettingsProblem]
    ) -> ProviderMode? {
        let configured = settings.text("mode").flatMap(ProviderMode.init)
        guard let apiKey = settings.secret("api_key") else { return configured }
        switch StripeKey.mode(of: apiKey) {
        case .failure(let problem):
            problems.append(SettingsProblem(["api_key"], problem.message, help: problem.help))
            return configured
        case .success(let keyMode):
            if let configured, configured != keyMode {
                problems.append(
                    SettingsProblem(
                        ["mode"],
                        "the mode is `\(configured.rawValue)`, but the API key is a \(keyMode.rawValue) key",
                        help: "use a key of the \(configured.rawValue) mode, or set `mode: \(keyMode.rawValue)`"
                    )
                )
            }
            return keyMode
        }
    }

    private static func checkWebhookSecret(_ settings: ProviderSettings, _ problems: inout [SettingsProblem]) {
        guard let secret = settings.secret("webhook_secret"), !secret.reveal().hasPrefix("whsec_") else { return }
        problems.append(
            SettingsProblem(
                ["webhook_secret"],
                "the value is not a webhook signing secret",
                help: "it starts with `whsec_`; the dashboard shows it with the webhook endpoint"
            )
        )
    }

    private static func checkBaseURL(
        _ settings: ProviderSettings,
        _ mode: ProviderMode?,
        _ context: ProviderContext,
        _ problems: inout [SettingsProblem]
    ) {
        guard let text = settings.text("base_url") else { return }
        func refuse(_ message: String, help: String? = nil) {
            problems.append(SettingsProblem(["base_url"], message, help: help))
        }
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            refuse("the URL \(error.reason)")
            return
        }
        guard url.query == nil else {
            refuse("the URL has a query")
            return
        }
        if mode == .live, url.origin != defaultBaseURL {
            refuse(
                "a live key is sent to \(defaultBaseURL) only",
                help: "remove `base_url`, or use a test key with it"
            )
        } else if !url.isHTTPS, !url.isLoopback {
            refuse("the URL is not https", help: "http is for a server on this machine only")
        } else if !url.isHTTPS, context.environment == .production {
            refuse("http is refused in production", help: "remove `base_url`, or set another environment")
        }
    }

    private static func checkProxy(_ settings: ProviderSettings, _ problems: inout [SettingsProblem]) {
        guard let text = settings.text("proxy") else { return }
        if let url = try? WebURL(text), url.path == "/", url.query == nil { return }
        problems.append(
            SettingsProblem(
                ["proxy"],
                "a proxy is a scheme, a host and a port, such as http://proxy:3128",
                help: text.contains("@") ? "credentials of a proxy cannot be given here: they are secrets" : nil
            )
        )
    }
}
