using System.Text;

namespace Friending.Service.Intake;

/// <summary>Gets the text out of a queue message: Power Automate puts plain text, most SDKs put Base64.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without white space and byte order mark around it, and whether it may be a JSON object.</summary>
    internal static (string Text, bool MayBeObject) Of(string body)
    {
        var text = Trim(body);
        if (!text.StartsWith('{') && Decode(text) is { } decoded)
            text = Trim(decoded);
        return (text, text.StartsWith('{'));
    }

    /// <summary>The bytes, if the text is Base64.</summary>
    internal static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static string? Decode(string text)
    {
        if (Bytes(text) is not { } bytes)
            return null;
        try
        {
            var decoded = s_strict.GetString(bytes);
            // A short word may be Base64 by chance; what comes of it is no text.
            return decoded.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) ? null : decoded;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Trim(string text) => text.AsSpan().Trim().Trim('\uFEFF').Trim().ToString();
}
