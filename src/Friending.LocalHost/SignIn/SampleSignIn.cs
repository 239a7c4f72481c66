using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Friending.Api.Pipeline.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Friending.LocalHost.SignIn;

/// <summary>
/// The sign-in addresses of App Service, so that pages work on a developer's machine as they do in Azure, with a picker of
/// sample people in place of Entra ID: https://learn.microsoft.com/azure/app-service/configure-authentication-oauth-tokens.
/// In Development and on loopback only, and only while no tenant is configured.
/// </summary>
internal sealed class SampleSignIn(LocalIssuer issuer)
{
    private const string LoginPath = "/.auth/login/aad";
    private const string LoginReturn = "post_login_redirect_uri";
    private const string LogoutReturn = "post_logout_redirect_uri";
    private const string CookieName = "FriendingSampleSession";

    // A developer signs in now and then; all of it ends with the process.
    private readonly ConcurrentDictionary<string, SamplePerson> _sessions = new();

    /// <summary>Adds sample sign-in where it may be; does nothing elsewhere.</summary>
    internal static void AddTo(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment() || builder.Configuration.GetSection(TokenOptions.Section).GetChildren().Any())
            return;
        var issuer = new LocalIssuer();
        // By a factory, so that the container disposes of it.
        builder.Services.AddSingleton(_ => issuer).AddSingleton<SampleSignIn>().AddFriendingTokens(issuer.Use);
    }

    /// <summary>Serves the addresses if sample sign-in was added.</summary>
    internal static void MapTo(WebApplication app)
    {
        if (app.Services.GetService<SampleSignIn>() is not { } signIn)
            return;
        app.MapGet(LoginPath, OnThisMachine(signIn.ShowPeopleAsync));
        app.MapPost(LoginPath, OnThisMachine(signIn.SignInAsync));
        app.MapGet("/.auth/me", OnThisMachine(signIn.TellWhoAsync));
        app.MapGet("/.auth/logout", OnThisMachine(signIn.SignOutAsync));
    }

    private static RequestDelegate OnThisMachine(RequestDelegate next) => context =>
    {
        if (LocalCalls.IsFromHere(context))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    };

    private Task ShowPeopleAsync(HttpContext context)
    {
        if (ReturnTo(context.Request.Query[LoginReturn]) is not { } returnTo)
            return RefuseReturnAsync(context, LoginReturn);
        context.Response.Headers.ContentSecurityPolicy = SampleSignInPage.ContentSecurityPolicy;
        // With no-referrer browsers do not say where a form was sent from either, and SignInAsync asks for that.
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(SampleSignInPage.Html(LoginPath, LoginReturn, returnTo, PersonOf(context)));
    }

    private async Task SignInAsync(HttpContext context)
    {
        // Another site cannot sign a developer in: browsers say where a form was sent from.
        var origin = context.Request.Headers.Origin.ToString();
        if (!context.Request.HasFormContentType
            || (origin.Length > 0 && origin != $"{context.Request.Scheme}://{context.Request.Headers.Host}"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (ReturnTo(form[LoginReturn]) is not { } returnTo)
        {
            await RefuseReturnAsync(context, LoginReturn);
            return;
        }
        if (SamplePerson.All.FirstOrDefault(p => p.Id == form["person"]) is not { } person)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("There is no such sample person.");
            return;
        }
        EndSession(context);
        var session = RandomNumberGenerator.GetHexString(64);
        _sessions[session] = person;
        context.Response.Cookies.Append(CookieName, session, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
        Redirect(context, returnTo);
    }

    // Without a session App Service answers 401; with one, an array with one provider.
    private Task TellWhoAsync(HttpContext context)
    {
        if (PersonOf(context) is not { } person)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        var claims = new[] { ("name", person.Name), ("preferred_username", person.StaffId) }.Concat(
            person.Roles.Select(r => ("roles", r.ToString())));
        var expires = DateTime.UtcNow + LocalIssuer.Lifetime;
        var answer = new JsonArray(new JsonObject
        {
            ["access_token"] = issuer.TokenFor(person.StaffId, person.Roles),
            ["expires_on"] = expires.ToString("O", CultureInfo.InvariantCulture),
            ["provider_name"] = "aad",
            ["user_claims"] = new JsonArray([.. claims.Select(c => (JsonNode)new JsonObject { ["typ"] = c.Item1, ["val"] = c.Item2 })]),
            ["user_id"] = person.StaffId,
        });
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString());
    }

    private Task SignOutAsync(HttpContext context)
    {
        if (ReturnTo(context.Request.Query[LogoutReturn]) is not { } returnTo)
            return RefuseReturnAsync(context, LogoutReturn);
        EndSession(context);
        context.Response.Cookies.Delete(CookieName);
        Redirect(context, returnTo);
        return Task.CompletedTask;
    }

    private SamplePerson? PersonOf(HttpContext context) =>
        context.Request.Cookies.TryGetValue(CookieName, out var session) ? _sessions.GetValueOrDefault(session) : null;

    private void EndSession(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(CookieName, out var session))
            _sessions.TryRemove(session, out _);
    }

    // Paths of this host only; the start page if none is named.
    private static string? ReturnTo(string? asked) =>
        string.IsNullOrEmpty(asked) ? "/"
        : asked[0] == '/' && RedirectHttpResult.IsLocalUrl(asked) && asked.All(char.IsAscii) ? asked
        : null;

    private static Task RefuseReturnAsync(HttpContext context, string parameter)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync($"{parameter} must be a path of this host, such as /reviews.");
    }

    private static void Redirect(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }
}
