using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Friending.LocalHost.SignIn;

/// <summary>The page with the sample people.</summary>
internal static class SampleSignInPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
        body { max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }
        ul { list-style: none; padding: 0; }
        button { width: 100%; margin: .25rem 0; padding: .75rem 1rem; font: inherit; text-align: start; cursor: pointer; }
        """;

    /// <summary>Allows the page its style and its form, and nothing else.</summary>
    internal static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page.</summary>
    /// <param name="action">Where the form goes.</param>
    /// <param name="returnName">The name of the field that says where to go afterwards.</param>
    /// <param name="returnTo">Its value.</param>
    /// <param name="signedIn">Who is signed in already.</param>
    internal static string Html(string action, string returnName, string returnTo, SamplePerson? signedIn)
    {
        var now = signedIn is null ? "" : $"<p>You are signed in as {Encode(signedIn.Name)}.</p>";
        var people = string.Concat(SamplePerson.All.Select(p =>
            $"<li><button name=\"person\" value=\"{Encode(p.Id)}\">"
            + $"{Encode(p.Name)}: {Encode(p.Position)}{Encode(RolesOf(p))}</button></li>\n"));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in as a sample person</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Sign in as a sample person</h1>
            <p>They are made up and exist on this machine only, until the program ends.</p>
            {now}
            <form method="post" action="{Encode(action)}">
            <input type="hidden" name="{Encode(returnName)}" value="{Encode(returnTo)}">
            <ul>
            {people}</ul>
            </form>
            </main>
            </body>
            </html>
            """;
    }

    private static string RolesOf(SamplePerson person) => person.Roles.Length == 0 ? "" : $" (may: {string.Join(", ", person.Roles)})";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
