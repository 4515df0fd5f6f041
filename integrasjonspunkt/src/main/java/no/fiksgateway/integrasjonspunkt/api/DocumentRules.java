package no.fiksgateway.integrasjonspunkt.api;

import org.springframework.stereotype.Component;
import org.springframework.validation.DataBinder;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Holds documents to the rules that are written beside their members. */
@Component
class DocumentRules {
  private final SpringValidatorAdapter validator;

  DocumentRules(SpringValidatorAdapter validator) {
    this.validator = validator;
  }

  /** The findings about a document that is the body of a request. */
  Findings ofBody(StandardBusinessDocument sbd) {
    return ofBody(sbd, "standardBusinessDocument");
  }

  /** The findings about a choice of prototypes and the documents in it. */
  Findings ofBody(PrototypeChoice choice) {
    return ofBody(choice, "prototypeChoice");
  }

  private Findings ofBody(Replacement body, String name) {
    DataBinder binder = new DataBinder(body, name);
    binder.setValidator(validator);
    binder.validate();
    return Findings.ofBody(binder.getBindingResult());
  }

  /** The findings about the document of a one-step call. */
  Findings ofOneStep(StandardBusinessDocument sbd) {
    return Findings.ofOneStep(validator.validate(sbd));
  }
}
