import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints, for each PDF, how many PDF/UA-1 checks were made and which failed, one tab-separated line each. */
public class CheckPdfUa {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var rules = PDFAFlavour.fromString("ua1");
    for (var file : files) {
      try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), rules);
          var validator = Foundries.defaultInstance().createValidator(rules, false)) {
        var result = validator.validate(parser);
        System.out.println("checked\t" + result.getTotalAssertions());
        var failed = new TreeMap<String, String>();
        for (var check : result.getTestAssertions()) {
          if (check.getStatus() != TestAssertion.Status.FAILED) continue;
          var rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
          failed.putIfAbsent(rule, check.getMessage() + " at " + check.getLocation().getContext());
        }
        failed.forEach((rule, where) -> System.out.println("failed\t" + rule + " " + where));
      }
    }
  }
}
