using System.Text;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests;

public sealed class RequestIntakeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    public static TheoryData<string> Spellings { get; } =
    [
        Messages.PatientInCare,
        "\uFEFF \r\n" + Messages.PatientInCare,
        Base64(Messages.PatientInCare),
        Base64("\uFEFF" + Messages.PatientInCare) + "\n",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_message_plain_or_Base64_becomes_a_decision(string body)
    {
        var taken = await service.TakeAsync(body);

        var decision = (await service.Decisions.FindAsync(taken.Decision!.Value, TestContext.Current.CancellationToken))!.Decision;
        Assert.Equal(("decline", DecisionStatus.Final, DecisionSource.Queue), (decision.Outcome, decision.Status, decision.Source));
        Assert.Null(decision.Questions);
    }

    [Fact]
    public async Task The_same_request_in_another_message_is_another_request() => Assert.NotEqual(
        (await service.TakeAsync(Messages.PatientInCare)).Decision, (await service.TakeAsync(Messages.PatientInCare)).Decision);

    [Fact]
    public async Task A_message_that_ended_each_try_is_given_up_unless_one_of_them_had_decided_it()
    {
        var (decided, hopeless) = (ServiceFixture.NewId(), ServiceFixture.NewId());
        var insertedOn = service.Time.GetUtcNow();
        var first = await service.TakeAsync(Messages.PatientInCare, decided, insertedOn: insertedOn);

        Assert.Equal(first.Decision,
            (await service.TakeAsync(Messages.PatientInCare, decided, QueueSettings.MaxDequeueCount + 1, insertedOn)).Decision);
        Assert.Equal(PoisonReason.Failed,
            (await service.TakeAsync(Messages.PatientInCare, hopeless, QueueSettings.MaxDequeueCount + 1)).Refused);
    }

    [Fact]
    public async Task Messages_with_one_idempotency_key_are_one_request_and_another_request_under_it_is_refused()
    {
        var key = $"\"idempotencyKey\":\"{ServiceFixture.NewId()}\"";
        var first = await service.TakeAsync(Messages.With(key));
        var again = await service.TakeAsync(Base64(Messages.With(key)));
        var other = await service.TakeAsync(Messages.With(key + ",\"language\":\"es\""));

        Assert.Equal(first.Decision, again.Decision);
        Assert.Equal(PoisonReason.KeyConflict, other.Refused);
    }

    // An array of digits is left out item by item; the list of places must not outgrow the queue message that holds it.
    [Theory]
    [InlineData(12_000, false)]
    [InlineData(12_000, true)]
    public async Task A_message_with_very_much_to_leave_out_is_refused_like_any_other(int items, bool named)
    {
        var digits = string.Join(',', Enumerable.Range(0, items / (named ? 8 : 1)).Select(i => named ? $"\"m{i:x6}\":7" : "7"));

        var taken = await service.TakeAsync(Messages.With("\"more\":" + (named ? $"{{{digits}}}" : $"[{digits}]")));

        Assert.Equal(PoisonReason.Invalid, taken.Refused);
        Assert.Contains(await service.PoisonAsync(), e => e.LeftOut is { } places && places.Distinct().Count() == places.Count);
    }

    [Fact]
    public async Task What_the_facts_leave_open_is_for_a_reviewer_with_the_questions()
    {
        var taken = await service.TakeAsync("""
            {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},"language":"es"}
            """);

        var decision = (await service.Decisions.FindAsync(taken.Decision!.Value, TestContext.Current.CancellationToken))!.Decision;
        Assert.Equal(("review", DecisionStatus.PendingReview), (decision.Outcome, decision.Status));
        Assert.Equal("Decide el equipo de redes sociales", decision.Summary);
        Assert.Contains("breaksBread", decision.Questions!.Select(q => q.Fact));
        Assert.Null(decision.Reply);
    }

    public static TheoryData<string, string, string, string> Refused { get; } = new()
    {
        { "", "unreadable", "", "Must be a JSON object, plain or as Base64." },
        { "hello", "unreadable", "", "Must be a JSON object, plain or as Base64." },
        { Base64("hello"), "unreadable", "", "Must be a JSON object, plain or as Base64." },
        { Convert.ToBase64String([0x7B, 0xFF, 0xFE]), "unreadable", "", "Must be a JSON object, plain or as Base64." },
        { """{"staff":{"id":"rn-1042" """, "unreadable", "/staff", "Not valid JSON (line 1, byte 25)." },
        { Base64("""{"staff":{"id":"rn-1042" """), "unreadable", "/staff", "Not valid JSON (line 1, byte 25)." },
        { """{"platform":7}""", "invalid", "/platform", "The value is of the wrong type." },
        { "{}", "invalid", "/staff", "Is required." },
        { Messages.With("\"colour\":\"red\""), "invalid", "/colour", "There is no such member." },
        { Messages.With("\"idempotencyKey\":\"\""), "invalid", "/idempotencyKey", "Must be 1 to 256 characters." },
        { Messages.With("\"callback\":\"ftp://flows.example.org\""), "invalid", "/callback", "Must be an https address." },
        { Messages.With("\"callback\":\"http://flows.example.org\""), "invalid", "/callback", "Must be an https address." },
        { Messages.With("\"callback\":\"https://flows.example.org\""), "invalid", "/callback",
            "The host is not on the list of allowed ones." },
        { Messages.With("\"decisionId\":\"0199f000-0000-7000-8000-000000000000\""), "invalid", "/decisionId",
            "No such request was accepted under this id." },
        { Messages.With("\"decisionId\":\"mine\""), "invalid", "/decisionId", "Is not for senders to set." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_message_that_cannot_be_taken_goes_to_the_poison_queue_at_once_with_the_reason_and_the_message(
        string body, string reason, string pointer, string error)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var messageId = ServiceFixture.NewId();
        var taken = await service.TakeAsync(body, messageId);

        var entry = Assert.Single(await service.PoisonAsync());
        Assert.Equal((null, reason), (taken.Decision, taken.Refused));
        Assert.Equal((reason, messageId, 1L, false), (entry.Reason, entry.MessageId, entry.DequeueCount, entry.Cut));
        Assert.Contains(error, entry.Errors[pointer]);
        var readable = body.StartsWith("ey", StringComparison.Ordinal)
            || body == Base64("hello") ? Encoding.UTF8.GetString(Convert.FromBase64String(body)) : body;
        Assert.Equal(readable.Trim(), entry.Message);
        Assert.Null(entry.LeftOut);
    }

    [Theory]
    [InlineData("""{"staff":{"id":"a"},"note":"her number is 555-867-5309"}""", "invalid", "/note")]
    [InlineData("""{"staff":{"id":"a"},"remark":"her number is 555-867-5309"}""", "invalid", "/remark")]
    [InlineData("""{"staff":{"id":"a","phones":["555-867-5309"]}}""", "invalid", "/staff/phones")]
    [InlineData("""{"staff":{"id":"a"},"note":"her number is 555-867-5309" """, "unreadable", "/note")]
    [InlineData("""{"staff":{"id":"a"},"note":"her number is 555-867-5309""", "unreadable", "/note")]
    [InlineData("""{"staff":{"id":"a"},"remark":"her number is 555-867-5309" """, "unreadable", "/remark")]
    [InlineData("""{"staff":{"id":"a"},"note":"her number is \u0035\u0035\u0035-867-5309" """, "unreadable", "/note")]
    [InlineData("""{"staff":{"id":"a"},"note":"her number is 555-867-5309\ud800"}""", "invalid", "/note")]
    [InlineData("""{"staff":{"id":"a"},"her number is 555-867-5309":1}""", "invalid", "")]
    [InlineData("""{"staff":{"id":"a"},note:her number is 555-867-5309}""", "unreadable", "", true)]
    [InlineData("""{"staff":{"id":"a"},"careSince":"her number is 555-867-5309"}""", "invalid", "/careSince")]
    [InlineData("""{"staff":{"id":"a"},"otherParty":{"reference":"her number is 555-867-5309"}}""", "invalid", "/otherParty/reference")]
    [InlineData("""{"staff":{"id":"a"},"idempotencyKey":"mail-jane867@example.org"}""", "invalid", "/idempotencyKey")]
    [InlineData("""{"staff":{"id":"a"},"tracestate":"vendor=jane867@example.org"}""", "invalid", "/tracestate")]
    [InlineData("""{"staff":{"id":"a"},"callback":"https://flows.example.org/run?patient=555-867-5309"}""", "invalid", "/callback")]
    [InlineData("""{"staff":{"id":"a"},"callback":"https://flows.example.org/run?patient=555-867-5309" """, "unreadable", "/callback")]
    [InlineData("""{"staff":{"id":"a"},"platform":"https://facebook.com/jane867"}""", "invalid", "/platform")]
    [InlineData("""{"staff":{"id":"a"},"otherParty":{"reference":"mrn-44867"}}""", "invalid", "/otherParty/reference")]
    [InlineData("\"her number is 555-867-5309\"", "unreadable", "")]
    [InlineData("her number is 555-867-5309", "unreadable", "")]
    [InlineData("aGVyIG51bWJlciBpcyA1NTUtODY3LTUzMDk", "unreadable", "")]
    [InlineData("686572206e756d626572206973203535352d3836372d35333039206f7220736f2074686579207361792068657265", "unreadable", "")]
    [InlineData("aGVyIG51bWJlciBpcyA1NTUtODY3LTUzMDk=", "unreadable", "")]
    [InlineData("5/3pLCBoZXIgbnVtYmVyIGlzIDU1NS04NjctNTMwOQ==", "unreadable", "")]
    public async Task Of_a_refused_message_all_is_kept_but_what_may_identify_somebody(string body, string reason, string leftOut,
        bool all = false)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        await service.TakeAsync(body);

        var message = Assert.Single(await service.DrainAsync(QueueNames.RequestsPoison)).Body.ToString();
        var entry = System.Text.Json.JsonSerializer.Deserialize(message, ServiceJson.Web.PoisonEntry)!;
        // Times and made-up ids hold every number sooner or later.
        var told = System.Text.Json.JsonSerializer
            .Serialize(entry with { Id = "", MessageId = "", Received = default }, ServiceJson.Web.PoisonEntry);
        Assert.DoesNotContain("867", told, StringComparison.Ordinal);
        Assert.DoesNotContain("ODY3", told, StringComparison.Ordinal);
        Assert.Equal(reason, entry.Reason);
        Assert.Equal([leftOut], entry.LeftOut!);
        if (body.StartsWith('{') && !all)
            Assert.StartsWith("""{"staff":{"id":"a""", entry.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"staff":{"id":"a"},"remark":[5,5,5,8,6,7,5,3,0,9]}""")]
    [InlineData("""{"staff":{"id":"a"},"remark":["5","5","5","8","6","7"]}""")]
    [InlineData("""{"staff":{"id":"a"},"remark":[[5,5],[5,8],[6,7],[5,3]]}""")]
    [InlineData("""{"staff":{"id":"a"},"a":555,"b":867,"c":5309}""")]
    public async Task Digits_that_come_one_by_one_are_a_number(string body)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        await service.TakeAsync(body);

        var entry = Assert.Single(await service.PoisonAsync());
        Assert.DoesNotMatch("[0-9]", entry.Message);
        Assert.NotNull(entry.LeftOut);
    }

    [Fact]
    public async Task Of_a_callback_only_the_origin_is_kept()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        await service.TakeAsync("""{"staff":{"id":"a"},"callback":"https://flows.example.org:8443/run/jane.doe?code=secret"}""");

        var entry = Assert.Single(await service.PoisonAsync());
        Assert.Equal("""{"staff":{"id":"a"},"callback":"https://flows.example.org:8443"}""", entry.Message);
        Assert.Equal(["/callback"], entry.LeftOut!);
    }

    [Fact]
    public async Task Of_a_message_that_is_cut_short_anywhere_all_is_kept_if_there_is_nothing_in_it_that_may_identify_somebody()
    {
        const string Body = """
            {"staff":{"id":"rn-1042","careRole":true,"role":"Registered nurse","department":"Cardiology"},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current","reference":"r08v-q7xk"},"circumstances":{"friendsSince":"1985","careSince":"2010-03-14"},"note":"We were in the same class from 1979 to 1985.","idempotencyKey":"form-2026-11-22-0042"}
            """;
        await service.DrainAsync(QueueNames.RequestsPoison);
        for (var length = 1; length < Body.TrimEnd().Length; length += 7)
            await service.TakeAsync(Body[..length]);

        Assert.All(await service.PoisonAsync(), entry =>
            Assert.True(entry.LeftOut is null && entry.Message is not null, $"{entry.Message} {string.Join(' ', entry.LeftOut ?? [])}"));
    }

    [Fact]
    public async Task A_name_that_may_identify_somebody_is_no_part_of_the_place_of_an_error()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        await service.TakeAsync("""{"staff":{"her number is 555-867-5309":1}}""");

        Assert.Equal(
            ["/direction", "/otherParty/patient", "/platform", "/staff"],
            Assert.Single(await service.PoisonAsync()).Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_message_that_states_its_facts_by_name_is_decided_by_them()
    {
        var taken = await service.TakeAsync("""
            {"staff":{"id":"rn-1042"},"platform":"Facebook",
             "facts":{"patient":"current","careRole":"yes","direction":"accept","predatesCare":"no","breaksBread":"no"}}
            """);

        var decision = (await service.Decisions.FindAsync(taken.Decision!.Value, TestContext.Current.CancellationToken))!.Decision;
        Assert.Equal("decline", decision.Outcome);
        Assert.Equal(("accept", "current", true), (decision.Direction, decision.OtherParty!.Patient, decision.Staff.CareRole!.Value));
    }

    [Theory]
    [InlineData("\"facts\":{\"colour\":\"red\"}", "/facts/colour")]
    [InlineData("\"facts\":{\"patient\":\"former\"}", "/facts/patient")]
    public async Task A_message_with_a_fact_that_the_policy_lacks_or_that_contradicts_itself_is_refused(string member, string pointer)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var taken = await service.TakeAsync(Messages.With(member));

        Assert.Equal(PoisonReason.Invalid, taken.Refused);
        Assert.Equal([pointer], Assert.Single(await service.PoisonAsync()).Errors.Keys);
    }

    [Fact]
    public async Task A_note_that_may_identify_somebody_refuses_the_message_and_is_not_kept()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var taken = await service.TakeAsync(Messages.With("\"note\":\"her number is 555-867-5309\""));

        var entry = Assert.Single(await service.PoisonAsync());
        Assert.Equal(PoisonReason.IdentifyingNote, taken.Refused);
        Assert.Contains("a telephone number", Assert.Single(entry.Errors["/note"]), StringComparison.Ordinal);
        Assert.Equal(["/note"], entry.LeftOut!);
        Assert.Contains("rn-1042", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("867", entry.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
