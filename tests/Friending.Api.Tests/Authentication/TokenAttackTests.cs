using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Known attacks on JSON Web Tokens (RFC 8725 and the CVEs behind it), each refused.</summary>
public sealed class TokenAttackTests(TenantApp app) : IClassFixture<TenantApp>
{
    private const string Open = "/api/guidelines/7";
    private const string Victim = "victim@example.org";

    // The attacker has a key of their own, and knows the tenant's public one.
    private static readonly RSA s_attacker = RSA.Create(2048);

    private static readonly Dictionary<string, Func<Tenant, string>> s_attacks = new()
    {
        ["algorithm none"] = _ => Unsigned("none"),
        ["algorithm None"] = _ => Unsigned("None"),
        ["algorithm NONE"] = _ => Unsigned("NONE"),
        ["algorithm nOnE"] = _ => Unsigned("nOnE"),
        ["algorithm empty"] = _ => Unsigned(""),
        ["algorithm none with a signature"] = t => Signed(t, h => h["alg"] = "none"),
        ["no algorithm"] = t => Signed(t, h => h.Remove("alg")),
        ["no signature"] = t => $"{WithoutSignature(t.Token())}.",
        ["no signature and no dot"] = t => WithoutSignature(t.Token()),
        ["signature of zeros"] = t => $"{WithoutSignature(t.Token())}.{Jwt.Encode(new byte[256])}",
        ["ES256 with a signature of zeros"] = _ =>
            $"{Jwt.Encode(Tenant.Header().With("alg", "ES256"))}.{Jwt.Encode(VictimClaims())}.{Jwt.Encode(new byte[64])}",

        ["key confusion: HS256 with the public key as PEM"] = t =>
            Confused(Encoding.ASCII.GetBytes(t.Key().ExportSubjectPublicKeyInfoPem())),
        ["key confusion: HS256 with the public key as PEM and a line end"] = t =>
            Confused(Encoding.ASCII.GetBytes(t.Key().ExportSubjectPublicKeyInfoPem() + "\n")),
        ["key confusion: HS256 with the public key as PKCS#1 PEM"] = t =>
            Confused(Encoding.ASCII.GetBytes(t.Key().ExportRSAPublicKeyPem())),
        ["key confusion: HS256 with the public key as DER"] = t => Confused(t.Key().ExportSubjectPublicKeyInfo()),
        ["key confusion: HS256 with the modulus"] = t => Confused(t.Key().ExportParameters(false).Modulus!),
        ["key confusion: HS256 with the key as JSON"] = t => Confused(Encoding.UTF8.GetBytes(Tenant.Jwk("key-1", t.Key()).ToJsonString())),
        ["key confusion: HS256 with an empty key"] = _ => Confused([0]),
        ["RS384 by the right key"] = t =>
            Jwt.Signed(Tenant.Header().With("alg", "RS384"), VictimClaims(), t.Key(), HashAlgorithmName.SHA384),
        ["RS512 by the right key"] = t =>
            Jwt.Signed(Tenant.Header().With("alg", "RS512"), VictimClaims(), t.Key(), HashAlgorithmName.SHA512),
        ["PS256 by the right key"] = t =>
            Jwt.Signed(Tenant.Header().With("alg", "PS256"), VictimClaims(), t.Key(), padding: RSASignaturePadding.Pss),
        ["RS1 by the right key"] = t => Jwt.Signed(Tenant.Header().With("alg", "RS1"), VictimClaims(), t.Key(), HashAlgorithmName.SHA1),

        ["altered payload"] = t => Replaced(t.Token(), 1, VictimClaims()),
        ["altered header"] = t => Replaced(t.Token(), 0, Tenant.Header().With("x", 1)),
        ["signature of another token"] = t =>
            $"{WithoutSignature(t.Token(c => c["preferred_username"] = Victim))}.{t.Token().Split('.')[2]}",
        ["signature cut short"] = t => t.Token()[..^4],
        ["signature with something behind it"] = t => t.Token() + "AAAA",

        ["wrong audience"] = t => t.Token(c => c["aud"] = "api://other"),
        ["audience that begins like ours"] = t => t.Token(c => c["aud"] = $"api://{Tenant.ClientId}.evil.test"),
        ["audience of Microsoft Graph"] = t => t.Token(c => c["aud"] = "00000003-0000-0000-c000-000000000000"),
        ["no audience"] = t => t.Token(c => c.Remove("aud")),
        ["empty audience"] = t => t.Token(c => c["aud"] = ""),
        ["audiences without ours"] = t => t.Token(c => c["aud"] = new JsonArray("a", "b")),
        ["wrong issuer"] = t => t.Token(c => c["iss"] = "https://evil.test/v2.0"),
        ["issuer of version 1.0 of another tenant"] = t =>
            t.Token(c => c["iss"] = "https://sts.windows.net/00000000-0000-0000-0000-000000000001/"),
        ["issuer of version 1.0 by another's key"] = _ => Jwt.Signed(
            Tenant.Header().ToJsonString(), Tenant.Claims(Victim, "Admin").With("iss", $"https://sts.windows.net/{Tenant.Id}/"),
            s_attacker),
        ["no issuer"] = t => t.Token(c => c.Remove("iss")),
        ["wrong tenant"] = t => t.Token(c => c["iss"] = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0"),
        ["tenant placeholder"] = t => t.Token(c => c["iss"] = "https://login.microsoftonline.com/{tenantid}/v2.0"),
        ["common tenant"] = t => t.Token(c => c["iss"] = "https://login.microsoftonline.com/common/v2.0"),

        ["expired"] = t => t.Token(c => (c["nbf"], c["exp"]) = (Seconds(-7200), Seconds(-300))),
        ["without expiry"] = t => t.Token(c => c.Remove("exp")),
        ["expiry that is null"] = t => t.Token(c => c["exp"] = null),
        ["not yet valid"] = t => t.Token(c => c["nbf"] = Seconds(300)),
        ["expired before it began"] = t => t.Token(c => (c["nbf"], c["exp"]) = (Seconds(0), Seconds(-30))),

        ["unknown key id"] = t => Signed(t, h => h["kid"] = "key-9"),
        ["no key id"] = t => Signed(t, h => h.Remove("kid")),
        ["key id that is a path"] = t => Signed(t, h => h["kid"] = "../../../../dev/null"),
        ["key id that is SQL"] = t => Signed(t, h => h["kid"] = "key-1' UNION SELECT 'secret"),
        ["key id that is a list"] = t => Signed(t, h => h["kid"] = new JsonArray("key-1")),
        ["key id that is an address"] = t => Signed(t, h => h["kid"] = $"{t.Address}/evil"),
        ["another's key under a known id"] = _ => Jwt.Signed(Tenant.Header().ToJsonString(), VictimClaims(), s_attacker),
        ["another's key with its address (jku)"] = t => ByAttacker(h => h["jku"] = $"{t.Address}/evil"),
        ["another's key with its certificate's address (x5u)"] = t => ByAttacker(h => h["x5u"] = $"{t.Address}/evil"),
        ["another's key inside (jwk)"] = _ => ByAttacker(h => h["jwk"] = Tenant.Jwk("key-1", s_attacker)),
        ["another's certificate inside (x5c)"] = _ => ByAttacker(h => h["x5c"] = new JsonArray(AttackersCertificate())),
        ["critical header"] = t => Signed(t, h => (h["crit"], h["exp"]) = (new JsonArray("exp"), 1)),
        ["critical header that is empty"] = t => Signed(t, h => h["crit"] = new JsonArray()),
        ["payload that is not encoded (b64)"] = t => Signed(t, h => (h["crit"], h["b64"]) = (new JsonArray("b64"), false)),
        ["header with two algorithms"] = t =>
            Jwt.Signed("""{"typ":"JWT","alg":"none","alg":"RS256","kid":"key-1"}""", VictimClaims(), t.Key()),
        ["claim twice"] = t => Jwt.Signed(Tenant.Header().ToJsonString(),
            VictimClaims().Replace("{", """{"preferred_username":"me@example.org",""", StringComparison.Ordinal), t.Key()),
        ["logout token"] = t => Signed(t, h => h["typ"] = "logout+jwt"),

        ["encrypted token that nobody signed"] = t => Encrypted(t.Key()),
        ["token in a token"] = t => Jwt.Signed(Tenant.Header().With("cty", "JWT"), Encoding.ASCII.GetBytes(t.Token()), t.Key()),
        ["four parts"] = t => t.Token() + ".AAAA",
        ["no parts"] = _ => "AAAA",
        ["dots only"] = _ => "..",
        ["payload that is no JSON"] = t => Jwt.Signed(Tenant.Header().ToJsonString(), "nonsense", t.Key()),
        ["payload that is a list"] = t => Jwt.Signed(Tenant.Header().ToJsonString(), "[]", t.Key()),
        ["payload that is not UTF-8"] = t => Jwt.Signed(
            Tenant.Header().ToJsonString(),
            [.. Encoding.Latin1.GetBytes(VictimClaims().Replace("victim", "v\u00edctim", StringComparison.Ordinal))], t.Key()),
        ["payload a thousand levels deep"] = t => Jwt.Signed(
            Tenant.Header().ToJsonString(),
            VictimClaims().Replace("{", $"{{\"x\":{new string('[', 1000)}{new string(']', 1000)},", StringComparison.Ordinal), t.Key()),
        ["oversized"] = t => t.Token(c => c["x"] = new string('x', 16_000)),

        ["token that a program got for itself"] = t => t.Token(c => (c["idtyp"], _) = ("app", c.Remove("scp"))),
        ["ID token"] = t => t.Token(c => (c["nonce"], _, _) = ("n", c.Remove("scp"), c.Remove("azp"))),
        ["role that is a text"] = t => t.Token(c => c["roles"] = "Admin"),
        ["roles that are an object"] = t => t.Token(c => c["roles"] = new JsonObject { ["Admin"] = true }),
        ["role that is a number"] = t => t.Token(c => c["roles"] = new JsonArray(3)),
        ["nobody's token"] = t => t.Token(c => (_, _) = (c.Remove("preferred_username"), c.Remove("oid"))),
        ["two people's token"] = t => t.Token(c => (c["preferred_username"], _) = (new JsonArray("a", "b"), c.Remove("oid"))),
        ["staff id longer than any"] = t => t.Token(c => c["preferred_username"] = new string('a', 129)),
    };

    public static TheoryData<string> Attacks => [.. s_attacks.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_is_refused_and_told_nothing(string attack)
    {
        var token = s_attacks[attack](app.Tenant);
        using var client = app.Client(token);
        using var answer = await client.GetAsync(Open, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\", resource_metadata=", answer.Headers.WwwAuthenticate.First().ToString(),
            StringComparison.Ordinal);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(await UnknownKeyAnswerAsync(), body);
        Assert.Empty(app.Tenant.OtherPaths);
    }

    // What the attacks start from: refused for the attack, then, and for nothing else.
    [Theory]
    [InlineData(Tenant.ClientId)]
    [InlineData("api://" + Tenant.ClientId)]
    public async Task A_right_token_is_taken(string audience)
    {
        using var client = app.Client(app.Tenant.Token(c => c["aud"] = audience));
        using var answer = await client.GetAsync(Open, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_the_signed_attacks_are_made_of_is_taken_without_the_attack()
    {
        using var client = app.Client(Signed(app.Tenant, _ => { }));
        using var answer = await client.GetAsync(Open, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("AUDIT")]
    [InlineData("Audit ")]
    [InlineData("Submit,Audit")]
    [InlineData("Submit Audit")]
    [InlineData("2")]
    [InlineData("Friending.Audit")]
    public async Task Only_a_role_by_its_very_name_gives_anything(string role)
    {
        using var client = app.Client(app.Tenant.Token(c => c["roles"] = new JsonArray(role)));
        using var right = app.Client(app.Tenant.Token(c => c["roles"] = new JsonArray("Unheard.Of", "Audit")));
        using var refused = await client.GetAsync("/api/decisions?limit=1", Cancellation);
        using var taken = await right.GetAsync("/api/decisions?limit=1", Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, taken.StatusCode));
    }

    [Theory]
    [InlineData("preferred_username", "ana@example.org")]
    [InlineData("oid", null)]
    public async Task The_staff_id_is_the_user_name_or_else_the_object_id(string claim, string? expected)
    {
        using var client = app.Client(app.Tenant.Token(c =>
        {
            if (claim == "oid")
                c.Remove("preferred_username");
        }));
        var request = SampleRequests.PatientInCare.Replace("\"id\":\"rn-1042\",", "", StringComparison.Ordinal);
        Assert.DoesNotContain("rn-1042", request, StringComparison.Ordinal);

        var decision = await client.PostJsonAsync("/api/requests", request).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(expected ?? Tenant.ObjectIdOf("ana@example.org"), decision.GetProperty("staff").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("Cookie", "access_token={0}; AppServiceAuthSession={0}")]
    [InlineData("X-MS-TOKEN-AAD-ACCESS-TOKEN", "{0}")]
    [InlineData("X-Forwarded-Authorization", "Bearer {0}")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W3sidHlwIjoicm9sZXMiLCJ2YWwiOiJBZG1pbiJ9XX0=")]
    [InlineData("Authorization", "Basic {0}")]
    [InlineData("Authorization", "{0}")]
    [InlineData("Authorization", "Bearer{0}")]
    public async Task A_token_anywhere_else_is_none(string header, string value)
    {
        using var client = app.Client("");
        client.DefaultRequestHeaders.Remove("Authorization");
        var token = app.Tenant.Token();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value.Replace("{0}", token, StringComparison.Ordinal));
        using var answer = await client.GetAsync($"{Open}?access_token={token}", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_are_none()
    {
        using var client = app.Client(app.Tenant.Token());
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {app.Tenant.Token()}");
        using var answer = await client.GetAsync(Open, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task No_token_and_nobody_s_name_reaches_the_log()
    {
        var tokens = new[] { app.Tenant.Token(c => c["preferred_username"] = "zz-secret-name"),
            app.Tenant.Token(c => (c["preferred_username"], c["aud"]) = ("zz-secret-name", "x")) };
        foreach (var token in tokens)
        {
            using var client = app.Client(token);
            (await client.GetAsync("/api/decisions", Cancellation)).Dispose();
        }

        Assert.Contains(app.Log.Lines, line => line.Contains("JwtBearer", StringComparison.Ordinal));
        Assert.All(app.Log.Lines, line =>
        {
            Assert.DoesNotContain("zz-secret-name", line, StringComparison.Ordinal);
            Assert.All(tokens.SelectMany(t => t.Split('.').Skip(1)), part => Assert.DoesNotContain(part, line, StringComparison.Ordinal));
        });
    }

    private async Task<string> UnknownKeyAnswerAsync()
    {
        using var client = app.Client("");
        client.DefaultRequestHeaders.Remove("Authorization");
        client.DefaultRequestHeaders.Add("x-functions-key", "wrong");
        using var answer = await client.GetAsync(Open, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static string VictimClaims() => Tenant.Claims(Victim, "Admin").ToJsonString();

    private static JsonNode Seconds(int fromNow) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + fromNow;

    private static string WithoutSignature(string token) => token[..token.LastIndexOf('.')];

    private static string Unsigned(string algorithm) =>
        $"{Jwt.Encode(Tenant.Header().With("alg", algorithm))}.{Jwt.Encode(VictimClaims())}.";

    private static string Confused(byte[] secret) => Jwt.Hmac(Tenant.Header().With("alg", "HS256"), VictimClaims(), secret);

    private static string Replaced(string token, int part, string text)
    {
        var parts = token.Split('.');
        parts[part] = Jwt.Encode(text);
        return string.Join('.', parts);
    }

    /// <summary>A header that the tenant's own key signed.</summary>
    private static string Signed(Tenant tenant, Action<JsonObject> change)
    {
        var header = Tenant.Header();
        change(header);
        return Jwt.Signed(header.ToJsonString(), VictimClaims(), tenant.Key());
    }

    private static string ByAttacker(Action<JsonObject> change)
    {
        var header = Tenant.Header("attacker");
        change(header);
        return Jwt.Signed(header.ToJsonString(), VictimClaims(), s_attacker);
    }

    private static string AttackersCertificate()
    {
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=evil.test", s_attacker,
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Convert.ToBase64String(certificate.RawData);
    }

    // Anybody can encrypt for the tenant's public key: RSA-OAEP and A256GCM (RFC 7516) around an unsigned token.
    private static string Encrypted(RSA key)
    {
        var header = Jwt.Encode("""{"alg":"RSA-OAEP","enc":"A256GCM","kid":"key-1","cty":"JWT"}""");
        var (contentKey, iv, tag) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12), new byte[16]);
        var plain = Encoding.UTF8.GetBytes(Unsigned("none"));
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(contentKey, 16);
        aes.Encrypt(iv, plain, cipher, tag, Encoding.ASCII.GetBytes(header));
        return string.Join('.', header, Jwt.Encode(key.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA1)), Jwt.Encode(iv),
            Jwt.Encode(cipher), Jwt.Encode(tag));
    }
}

internal static class JsonObjectChanges
{
    /// <summary>The object as JSON with one member set.</summary>
    internal static string With(this JsonObject json, string name, JsonNode? value)
    {
        json[name] = value;
        return json.ToJsonString();
    }
}
