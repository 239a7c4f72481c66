using System.Net.Http.Json;
using System.Net.Mail;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>Something to keep, in each of the emulators: a row, a message and a mail.</summary>
internal static class Stored
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task WriteRowAsync(string connectionString, string key, string value)
    {
        var table = new TableClient(connectionString, "Kept");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("partition", key) { ["Value"] = value }, Cancellation);
    }

    /// <summary>The value of the row, or null if there is none.</summary>
    public static async Task<string?> ReadRowAsync(string connectionString, string key)
    {
        var table = new TableClient(connectionString, "Kept");
        await table.CreateIfNotExistsAsync(Cancellation);
        var row = await table.GetEntityIfExistsAsync<TableEntity>("partition", key, cancellationToken: Cancellation);
        return row.HasValue ? row.Value!.GetString("Value") : null;
    }

    public static async Task SendMessageAsync(string connectionString, string text)
    {
        var queue = new QueueClient(connectionString, "kept");
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync(text, Cancellation);
    }

    public static async Task<string?> ReceiveMessageAsync(string connectionString) =>
        (await new QueueClient(connectionString, "kept").ReceiveMessageAsync(cancellationToken: Cancellation)).Value?.MessageText;

    public static async Task SendMailAsync(int smtpPort, string subject)
    {
        using var smtp = new SmtpClient("127.0.0.1", smtpPort);
        using var mail = new MailMessage("digest@clinic.example", "manager@clinic.example", subject, "A text.");
        await smtp.SendMailAsync(mail, Cancellation);
    }

    public static async Task<string[]> MailSubjectsAsync(Uri mailPage)
    {
        using var http = new HttpClient();
        var mails = await http.GetFromJsonAsync<Mail[]>(new Uri(mailPage, "email"), Cancellation);
        return [.. mails!.Select(mail => mail.Subject)];
    }

    private sealed record Mail(string Subject);
}
