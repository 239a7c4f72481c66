namespace Friending.Service.Digests.Rendering;

/// <summary>Spanish.</summary>
internal sealed class SpanishDigestWords : DigestWords
{
    internal override string Language => "es";

    internal override string Title(string subject, int week) => FormattableString.Invariant($"{Capital(subject)}: semana {week}");
    internal override string Organisation => "Toda la organización";

    internal override string OverdueCases(string number, bool isOne) =>
        isOne ? $"{Capital(number)} caso está fuera de plazo." : $"{Capital(number)} casos están fuera de plazo.";
    internal override string DueCases(string number, bool isOne) =>
        isOne
            ? $"{Capital(number)} caso espera una decisión, dentro de plazo."
            : $"{Capital(number)} casos esperan una decisión, dentro de plazo.";
    internal override string PoisonedMessages(string number, bool isOne) =>
        isOne ? $"{number} mensaje de la cola no se pudo procesar." : $"{number} mensajes de la cola no se pudieron procesar.";
    internal override string Changed(string label, string number, string weekBefore) =>
        $"{label}: {number}, tras {weekBefore} la semana anterior.";
    internal override string NothingFirst => "No hay nada que hacer, ni nada que llame la atención.";
    internal override string Some => "algunos";

    internal override string NoRequests(string subject) => $"Nadie preguntó por {subject} en esta semana.";
    internal override string NoRequestsOf(string department, string subject) =>
        $"Nadie de {department} preguntó por {subject} en esta semana.";
    internal override string Asked(string number, bool isOne, string subject) => $"{number} {Questions(isOne)} sobre {subject}";
    internal override string AskedBy(string department, string number, bool isOne, string subject) =>
        $"{department} hizo {number} {Questions(isOne)} sobre {subject}";
    internal override string AskedNotTold(string subject) => $"El número de consultas sobre {subject} no se muestra";
    internal override string AskedNotToldBy(string department, string subject) =>
        $"El número de consultas sobre {subject} de {department} no se muestra";
    internal override string More(string number) => $"{number} más que la semana anterior";
    internal override string Less(string number) => $"{number} menos que la semana anterior";
    internal override string AsMany => "las mismas que la semana anterior";
    internal override string WeekBefore(string number) => $"la semana anterior: {number}";

    internal override string MostFrequent(string outcome, string share) => $"Respuesta más frecuente: «{outcome}» ({share}).";
    internal override string Waiting(string number, bool isOne, string? oldestSince) =>
        $"{Capital(number)} {(isOne ? "espera" : "esperan")} "
            + $"revisión{(oldestSince is null ? "" : isOne ? $", desde el {oldestSince}" : $", la más antigua desde el {oldestSince}")}.";
    internal override string NotOver(string at) => $"La semana no ha terminado: son las cifras hasta el {at}.";

    internal override string FewerThan(int threshold) => FormattableString.Invariant($"menos de {threshold}");
    internal override string NotTold => "no se muestra";
    internal override string NoChange => "igual";

    internal override string Outcomes => "Qué respondió la política";
    internal override string Trend => "Solicitudes en ocho semanas";
    internal override string Reviews => "Revisiones";
    internal override string Exemptions => "Permitidas por excepción";
    internal override string Background => "Detrás de las cifras";

    internal override string By(DigestDimension dimension) => dimension switch
    {
        DigestDimension.Outcome => "Por resultado",
        DigestDimension.Standing => "Por lo que valía al final de la semana, tras las revisiones",
        DigestDimension.Rule => "Por regla decisiva, con su motivo",
        DigestDimension.Guideline => "Por directriz",
        DigestDimension.Platform => "Por red social",
        DigestDimension.Department => "Por departamento",
        DigestDimension.StaffRole => "Por puesto",
        _ => "Por la vía de entrada",
    };

    internal override string FigureColumn => "Solicitudes";
    internal override string ShareColumn => "parte de la semana";
    internal override string ChangeColumn => "cambio frente a la semana anterior";

    internal override string Opened => "Enviadas a revisión";
    internal override string Resolved => "Resueltas";
    internal override string Median => "Mediana hasta resolver";
    internal override string Hours(string number) => $"{number} horas";
    internal override string Pending => "En espera ahora";
    internal override string Oldest => "La más antigua espera desde";
    internal override string Days(int days, string number) => days == 1 ? "1 día" : $"{number} días";

    internal override string ByReviewer => "La permitió quien revisó";

    internal override string Poisoned => "Mensajes de la cola sin poder tratar";
    internal override string Policy(string version) => $"Política {version}";
    internal override string Requests(string number, bool isOne) => isOne ? $"{number} solicitud" : $"{number} solicitudes";

    internal override string NotStated => "Sin indicar";
    internal override string Undecided => "Sin decidir todavía";
    internal override string OtherValues => "Todos los demás juntos";
    internal override string NoRule => "Ninguna regla aplicable";
    internal override string NoGuideline => "Ninguna directriz aplicable";
    internal override string Rule(string id) => $"Regla {id}";
    internal override string Guideline(string id) => $"Directriz {id}";
    internal override string FromPeople => "Formularios y aplicaciones (HTTP)";
    internal override string FromQueue => "Flujos y lotes (cola)";

    internal override string Footnote(string fewer, string notTold) =>
        $"«{Capital(fewer)}» y «{notTold}»: las cifras de pocas personas se reservan para que nadie pueda ser reconocido por ellas, y "
            + "con ellas aquellas de las que podrían deducirse.";
    internal override string Closing(string at, string timeZone) =>
        $"Cifras tomadas el {at}. Las semanas van de lunes a domingo, hora de {timeZone}. Ningún resumen contiene nombres, "
            + "identificadores del personal ni notas.";
    internal override string Link => "Abrir este resumen en la web";
    internal override string Details => "Mostrar u ocultar los detalles";
    internal override string Shortened => "Esta tarjeta muestra una parte de la semana.";
    internal override string Others(int count) => FormattableString.Invariant($"{count} más, en la página web y en el texto sin formato");

    private static string Questions(bool isOne) => isOne ? "consulta" : "consultas";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
