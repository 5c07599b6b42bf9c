// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

extension HTTPField.Name {
  /// The id of the request, on every reply.
  public static let falRequestID = known("x-fal-request-id")
  /// What the run is billed as, on the result only.
  public static let falBillableUnits = known("x-fal-billable-units")
  /// The machine-readable type of a platform failure.
  public static let falErrorType = known("x-fal-error-type")
  /// The real URL behind a server proxy; the convention of fal's client libraries.
  public static let falTargetURL = known("x-fal-target-url")
  /// The name of a file that is uploaded to the CDN.
  public static let falFileName = known("x-fal-file-name")
  /// The CDN's token where a proxy takes `Authorization` for itself.
  public static let falCDNAuthorization = known("x-fal-cdn-authorization")
  /// The id of the request that a webhook is about.
  public static let falWebhookRequestID = known("X-Fal-Webhook-Request-Id")
  /// The id of the user whose request a webhook is about.
  public static let falWebhookUserID = known("X-Fal-Webhook-User-Id")
  /// When a webhook was sent, in seconds since the epoch.
  public static let falWebhookTimestamp = known("X-Fal-Webhook-Timestamp")
  /// The Ed25519 signature of a webhook, 128 hexadecimal digits.
  public static let falWebhookSignature = known("X-Fal-Webhook-Signature")

  /// How many seconds a request may take to start; the newer name, documented.
  public static let falRequestStartTimeout = known("x-fal-request-start-timeout")
  /// The same, under the name that clients send.
  public static let falRequestTimeout = known("x-fal-request-timeout")
  /// Whose timeout it was that ended a request.
  public static let falRequestTimeoutType = known("x-fal-request-timeout-type")
  /// `normal` or `low`.
  public static let falQueuePriority = known("x-fal-queue-priority")
  /// Turns the platform's retries off.
  public static let falNoRetry = known("x-fal-no-retry")
  /// Whether the client should try again; documented.
  public static let falNeedsRetry = known("x-fal-needs-retry")
  /// How long a file that is uploaded lives and who may read it.
  public static let falObjectLifecycle = known("x-fal-object-lifecycle")
  /// The same for files that a request makes, and for uploads by way of the storage.
  public static let falObjectLifecyclePreference = known("x-fal-object-lifecycle-preference")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else {
      preconditionFailure("a header name of ours is not a token")
    }
    return name
  }
}
