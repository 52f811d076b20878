/// What a gateway is run for.
///
/// It decides what is allowed: `http` return URLs, the mock, the published demo key.
public enum DeploymentEnvironment: String, Hashable, Sendable, Codable, CaseIterable {
    case development, staging, production
}
