using System.ComponentModel.DataAnnotations;
using Friending.Service.Mail;
using Xunit;

namespace Friending.Service.Tests.Mail;

public sealed class SmtpOptionsTests
{
    [Fact]
    public void Without_a_host_there_is_nothing_to_set() => Assert.Empty(Problems(new()));

    [Fact]
    public void Encryption_is_asked_for_unless_it_is_set_otherwise() => Assert.Equal(SmtpSecurity.StartTls, new SmtpOptions().Security);

    [Theory]
    [InlineData(null, null, SmtpSecurity.StartTls, null, null)]
    [InlineData("user", "secret", SmtpSecurity.StartTls, null, null)]
    [InlineData("user", "secret", SmtpSecurity.None, null, "unencrypted")]
    [InlineData("user", null, SmtpSecurity.StartTls, null, "go together")]
    [InlineData(null, "secret", SmtpSecurity.Tls, null, "go together")]
    [InlineData(null, null, SmtpSecurity.None, "mailto:leave@example.org", null)]
    [InlineData(null, null, SmtpSecurity.None, "http://example.org/leave", "ListUnsubscribe")]
    public void What_cannot_be_is_named(string? user, string? password, SmtpSecurity security, string? unsubscribe, string? problem)
    {
        var problems =
            Problems(new()
            {
                Host = "smtp.example.org",
                From = "friending@example.org",
                User = user,
                Password = password,
                Security = security,
                ListUnsubscribe = unsubscribe
            });

        if (problem is null)
            Assert.Empty(problems);
        else
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
        Assert.DoesNotContain(problems, p => p.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("friending@example.org", null, SmtpSecurity.StartTls, null)]
    [InlineData(null, null, SmtpSecurity.StartTls, "needs Smtp:User")]
    [InlineData("friending@example.org", "secret", SmtpSecurity.StartTls, "no Smtp:Password")]
    [InlineData("friending@example.org", null, SmtpSecurity.None, "token")]
    public void A_token_takes_the_place_of_a_password(string? user, string? password, SmtpSecurity security, string? problem)
    {
        var problems =
            Problems(new()
            {
                Host = "smtp.example.org",
                From = "friending@example.org",
                SignIn = SmtpSignIn.OAuth,
                User = user,
                Password = password,
                Security = security
            });

        if (problem is null)
            Assert.Empty(problems);
        else
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("friending")]
    [InlineData("Friending <>")]
    public void A_sender_is_an_address(string? from) =>
        Assert.Contains("Smtp:From", Assert.Single(Problems(new() { Host = "smtp.example.org", From = from })), StringComparison.Ordinal);

    private static string[] Problems(SmtpOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        return [.. results.Select(r => r.ErrorMessage!)];
    }
}
