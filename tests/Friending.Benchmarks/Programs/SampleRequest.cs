using System.Security.Cryptography;
using System.Text;
using Friending.Api.Pipeline.RateLimits;

namespace Friending.Benchmarks;

/// <summary>The request that everything is measured with: a patient in care, staff in a care role, nothing else between them.</summary>
internal static class SampleRequest
{
    internal const string Path = "/api/evaluate";

    internal const string Body =
        """{"staff":{"id":"rn-1042","careRole":true,"role":"Registered """
            + """nurse","department":"Cardiology"},"platform":"Facebook","direction":"accept","otherParty":"""
            + """{"patient":"current","colleague":"no"},"circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}""";

    /// <summary>What a program sends as its key, as long as <c>new-key</c> makes one.</summary>
    internal const string Key = "benchmark-0123456789-0123456789-0123456789A";

    /// <summary>The settings by which our host knows the key.</summary>
    internal static string[] KeySettings =>
        [$"--Keys:benchmark:Sha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}", "--Keys:benchmark:Roles:0=Submit"];

    /// <summary>The settings that leave calls unlimited.</summary>
    internal static string[] NoLimits { get; } = [.. RateLimitOptions.None.Select(s => $"--{s.Key}={s.Value}")];

    /// <summary>The request as it goes over the wire.</summary>
    internal static byte[] AsHttp(int port) => Encoding.ASCII.GetBytes(
        $"POST {Path} HTTP/1.1\r\nHost: localhost:{port}\r\nx-functions-key: {Key}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
}
