using System.Text;

namespace Friending.Benchmarks;

/// <summary>The request that everything is measured with: a patient in care, staff in a care role, nothing else between them.</summary>
internal static class SampleRequest
{
    internal const string Path = "/api/evaluate";

    internal const string Body =
        """{"staff":{"id":"rn-1042","careRole":true,"role":"Registered nurse","department":"Cardiology"},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current","colleague":"no"},"circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}""";

    /// <summary>The request as it goes over the wire.</summary>
    internal static byte[] AsHttp(int port) => Encoding.ASCII.GetBytes(
        $"POST {Path} HTTP/1.1\r\nHost: localhost:{port}\r\nx-functions-key: {LocalHost.LocalHost.DevelopmentKey}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
}
